/** How a task shows that it makes progress. */
package com.k2.marketdata.progress;
