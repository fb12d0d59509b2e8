package com.k2.marketdata.template.render;

import java.nio.file.Path;

/**
 * What a rendered command depends on beside the application.
 *
 * @param master of a standalone cluster, for {@code spark-submit}
 * @param sparkHome the folder of the Spark distribution that submits
 */
public record RenderSettings(String master, Path sparkHome) {}
