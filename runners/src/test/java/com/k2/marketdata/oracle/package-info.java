/** Maintenance of a table with everything that a table can have, compared with other judgements. */
package com.k2.marketdata.oracle;
