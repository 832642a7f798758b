// SPDX-License-Identifier: Apache-2.0
package io.lapwing.app.tidy;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import io.lapwing.app.tidy.Sources.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** How many lines each method has, as the compiler's own parser sees it. */
final class MethodLengths {
    private MethodLengths() {}

    /** Lines by {@code FILE method}, of those methods that have a body. */
    static Map<String, Integer> of(List<Source> sources) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<JavaFileObject> files = sources.stream().map(MethodLengths::file).toList();
        JavacTask task =
                (JavacTask) compiler.getTask(null, null, null, List.of("-proc:none"), null, files);
        SourcePositions positions = Trees.instance(task).getSourcePositions();
        Map<String, Integer> lengths = new LinkedHashMap<>();
        try {
            for (CompilationUnitTree unit : task.parse()) {
                measure(unit, positions, lengths);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lengths;
    }

    private static void measure(
            CompilationUnitTree unit, SourcePositions positions, Map<String, Integer> lengths) {
        LineMap lines = unit.getLineMap();
        String file = unit.getSourceFile().getName().substring(1);
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitMethod(MethodTree method, Void unused) {
                if (method.getBody() != null) {
                    long from = lines.getLineNumber(positions.getStartPosition(unit, method));
                    long to = lines.getLineNumber(positions.getEndPosition(unit, method));
                    lengths.merge(file + " " + method.getName(), (int) (to - from + 1), Math::max);
                }
                return super.visitMethod(method, unused);
            }
        }.scan(unit, null);
    }

    private static JavaFileObject file(Source source) {
        URI uri = URI.create("string:///" + source.name());
        return new SimpleJavaFileObject(uri, JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source.text();
            }
        };
    }
}
