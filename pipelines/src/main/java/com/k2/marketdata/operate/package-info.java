/** What a person does to the tables by hand: look at positions, set them, go back. */
package com.k2.marketdata.operate;
