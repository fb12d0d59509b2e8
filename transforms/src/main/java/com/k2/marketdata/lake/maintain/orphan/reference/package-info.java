/**
 * What a table's metadata, its manifests and K2's intents refer to, read after the fence is
 * committed.
 */
package com.k2.marketdata.lake.maintain.orphan.reference;
