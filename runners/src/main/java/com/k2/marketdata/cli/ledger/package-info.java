/** Commands for positions and for going back: ledger, rollback and catalog restore. */
package com.k2.marketdata.cli.ledger;
