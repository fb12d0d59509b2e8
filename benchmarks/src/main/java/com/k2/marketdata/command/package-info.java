/** Runs the commands of this module. This package uses no other package of it. */
package com.k2.marketdata.command;
