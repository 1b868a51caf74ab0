/** Reports as Markdown, for pull requests, tickets and mails. */
@NullMarked
package io.llmp.batch.report.markdown;

import org.jspecify.annotations.NullMarked;
