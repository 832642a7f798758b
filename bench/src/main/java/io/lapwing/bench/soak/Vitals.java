// SPDX-License-Identifier: Apache-2.0
package io.lapwing.bench.soak;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What another JVM on this machine uses: asked by the JDK's own jcmd, and by the kernel's files.
 * The JVM must run with {@code -XX:NativeMemoryTracking=summary}.
 */
final class Vitals {
    private static final Pattern GENERATION =
            Pattern.compile(
                    "(?m)^\\s*(?:DefNew|Tenured|PSYoungGen|ParOldGen|garbage-first heap)"
                            + "\\b.*?used (\\d+)K");
    private static final Pattern DIRECT =
            Pattern.compile("-\\s+Other \\(reserved=\\d+KB, committed=(\\d+)KB");
    private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB");
    private static final Pattern THREADS = Pattern.compile("(?m)^Threads:\\s+(\\d+)");
    private static final String JCMD =
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

    /**
     * One reading.
     *
     * @param heapKib what lives after a collection
     * @param directKib buffers outside the heap
     * @param residentKib memory of the process as the kernel sees it
     */
    record Reading(long heapKib, long directKib, long residentKib, long threads, long files) {}

    private final String pid;

    Vitals(long pid) {
        this.pid = Long.toString(pid);
    }

    Reading read() throws IOException, InterruptedException {
        String unused = ask("GC.run");
        String status = Files.readString(Path.of("/proc", pid, "status"));
        String[] files = new File("/proc/" + pid + "/fd").list();
        return new Reading(
                sum(GENERATION, ask("GC.heap_info")),
                sum(DIRECT, ask("VM.native_memory")),
                sum(RESIDENT, status),
                sum(THREADS, status),
                files == null ? 0 : files.length);
    }

    private String ask(String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(JCMD, pid, command).redirectErrorStream(true).start();
        String answer = new String(jcmd.getInputStream().readAllBytes());
        if (jcmd.waitFor() != 0) {
            throw new IOException("jcmd " + command + ": " + answer);
        }
        return answer;
    }

    private static long sum(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("nothing like " + pattern + " in: " + text);
        }
        long sum = 0;
        do {
            sum += Long.parseLong(matcher.group(1));
        } while (matcher.find());
        return sum;
    }
}
