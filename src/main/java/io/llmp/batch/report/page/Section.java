package io.llmp.batch.report.page;

import java.util.List;

/**
 * A headed part of a page.
 *
 * @param id fit for a link
 */
public record Section(String id, String title, List<Block> blocks) {

    public Section {
        blocks = List.copyOf(blocks);
    }
}
