package io.llmp.batch.pipeline;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How runs behave, whatever they do.
 *
 * @param stopGrace how long calls in flight may still take when a run is told to stop, before they are dropped
 */
@ConfigurationProperties(prefix = "llmp.run", ignoreUnknownFields = false)
record RunSettings(@DefaultValue("60s") Duration stopGrace) {}
