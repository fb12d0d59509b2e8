/** The command {@code k2 template}: lists, describes, validates and renders templates. */
package com.k2.marketdata.cli.template;
