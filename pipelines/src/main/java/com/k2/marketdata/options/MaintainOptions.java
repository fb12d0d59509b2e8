package com.k2.marketdata.options;

/** All options of table maintenance. */
public interface MaintainOptions
    extends MaintenanceOptions, SupervisionOptions, CatalogOptions, WatchdogOptions {}
