package com.k2.marketdata.template.render;

import com.k2.marketdata.failure.UsageException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What a rendered command depends on beside the application.
 *
 * @param master of a standalone cluster, for {@code spark-submit}
 * @param sparkHome the folder of the Spark distribution that submits
 */
public record RenderSettings(String master, Path sparkHome) {
  private static final Pattern MASTER =
      Pattern.compile("spark://[\\w.\\-\\[\\]:]+:\\d+(,[\\w.\\-\\[\\]:]+:\\d+)*");

  public RenderSettings {
    if (!MASTER.matcher(master).matches()) {
      throw new UsageException(
          "--master="
              + master
              + " is not the address of a standalone cluster. Write spark://HOST:PORT, or"
              + " spark://HOST:PORT,HOST:PORT for several masters.");
    }
  }
}
