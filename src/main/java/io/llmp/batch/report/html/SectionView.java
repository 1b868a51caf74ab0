package io.llmp.batch.report.html;

import io.llmp.batch.report.page.Block;
import io.llmp.batch.report.page.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A section as the template takes it.
 *
 * @param blocks each under the name of its kind, which the template asks for
 */
record SectionView(String id, String title, List<Map<String, Object>> blocks) {

    static SectionView of(Section section) {
        List<Map<String, Object>> blocks = new ArrayList<>();
        for (Block block : section.blocks()) {
            blocks.add(view(block, section.id() + "-" + blocks.size()));
        }
        return new SectionView(section.id(), section.title(), blocks);
    }

    private static Map<String, Object> view(Block block, String id) {
        if (block instanceof Block.Note) {
            return Map.of("note", block);
        } else if (block instanceof Block.Warning) {
            return Map.of("warning", block);
        } else if (block instanceof Block.Figures) {
            return Map.of("figures", block);
        } else if (block instanceof Block.Grid grid) {
            return Map.of("grid", GridView.of(grid));
        } else if (block instanceof Block.Columns columns) {
            return Map.of("columns", ColumnsView.of(columns, id));
        } else if (block instanceof Block.Course course) {
            return Map.of("course", CourseView.of(course, id));
        }
        return Map.of("changes", ChangesView.of((Block.Changes) block));
    }
}
