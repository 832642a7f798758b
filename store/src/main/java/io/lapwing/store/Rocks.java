// SPDX-License-Identifier: Apache-2.0
package io.lapwing.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lapwing.store.View.Visitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.DBOptions;
import org.rocksdb.LogFile;
import org.rocksdb.Options;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.RocksObject;
import org.rocksdb.Slice;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/**
 * The open RocksDB of a store. Any thread may read; one at a time writes. Nobody may use it any
 * more when it is being closed.
 */
final class Rocks implements AutoCloseable {
    /** The family of what the store keeps about itself. */
    static final int OWN_FAMILY = 0;

    private static final String OWN_NAME = "default";
    private static final String HOLDERS = ".holders";

    private final RocksTuning tuning;
    private final RocksDB db;
    private final List<ColumnFamilyHandle> handles;
    private final Map<Integer, ColumnFamilyHandle> byId = new HashMap<>();
    private final Map<String, Integer> ids = new HashMap<>();
    private final Map<Integer, String> names = new TreeMap<>();
    private final List<RocksObject> options = new ArrayList<>();
    private final WriteOptions lazily = new WriteOptions();
    private final WriteOptions forced = new WriteOptions().setSync(true);
    private final ReadOptions reading = new ReadOptions();

    private Rocks(RocksTuning tuning, RocksDB db, List<ColumnFamilyHandle> handles)
            throws RocksDBException {
        this.tuning = tuning;
        this.db = db;
        this.handles = handles;
        for (ColumnFamilyHandle handle : handles) {
            byId.put(handle.getID(), handle);
            ids.put(new String(handle.getName(), UTF_8), handle.getID());
            names.put(handle.getID(), new String(handle.getName(), UTF_8));
        }
        options.addAll(List.of(lazily, forced, reading));
    }

    /** What it is opened for. */
    enum Purpose {
        /** For all. What it lacks is made. */
        WORK,
        /** The same, past what is damaged in the log. */
        SALVAGE,
        /** For reading; nothing is changed. */
        LOOK
    }

    static Rocks open(Path folder, Layout layout, RocksMemory memory, Purpose purpose)
            throws StoreException {
        NativeLibrary.load();
        RocksTuning tuning = new RocksTuning(memory);
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try (DBOptions dbOptions = tuning.database(purpose != Purpose.WORK)) {
            List<ColumnFamilyDescriptor> families = new ArrayList<>();
            for (String name : names(folder, layout, purpose)) {
                families.add(
                        new ColumnFamilyDescriptor(
                                name.getBytes(UTF_8), tuning.family(kind(layout, name))));
            }
            String path = folder.toString();
            RocksDB db =
                    purpose == Purpose.LOOK
                            ? RocksDB.openReadOnly(dbOptions, path, families, handles)
                            : RocksDB.open(dbOptions, path, families, handles);
            return new Rocks(tuning, db, handles);
        } catch (RocksDBException e) {
            tuning.close();
            throw new StoreException(RocksFault.why(e), e);
        }
    }

    /** All families that are there, and those of the layout. */
    private static List<String> names(Path folder, Layout layout, Purpose purpose)
            throws RocksDBException {
        Set<String> names = new LinkedHashSet<>();
        names.add(OWN_NAME);
        try (Options listing = new Options()) {
            for (byte[] raw : RocksDB.listColumnFamilies(listing, folder.toString())) {
                names.add(new String(raw, UTF_8));
            }
        }
        if (purpose != Purpose.LOOK) {
            for (Space space : layout.spaces()) {
                names.add(space.name());
                if (space.kind() == Space.Kind.SHARED) {
                    names.add(space.name() + HOLDERS);
                }
            }
        }
        return List.copyOf(names);
    }

    private static Space.@Nullable Kind kind(Layout layout, String name) {
        for (Space space : layout.spaces()) {
            if (space.name().equals(name)) {
                return space.kind();
            }
        }
        return null;
    }

    /** The numbers of the families of all spaces. */
    Families families(Layout layout) {
        Families families = new Families();
        for (Space space : layout.spaces()) {
            boolean counted = space.kind() == Space.Kind.SHARED;
            families.add(space, id(space.name()), counted ? id(space.name() + HOLDERS) : 0);
        }
        return families;
    }

    private int id(String name) {
        Integer id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException("there is no family " + name);
        }
        return id;
    }

    /** Writes all of a batch or nothing. */
    void write(byte[] batch, boolean sync) throws RocksDBException {
        try (WriteBatch writing = new WriteBatch(batch)) {
            db.write(sync ? forced : lazily, writing);
        }
    }

    byte @Nullable [] value(int family, byte[] key) throws StoreException {
        try {
            return db.get(handle(family), reading, key);
        } catch (RocksDBException e) {
            throw new StoreException(RocksFault.why(e), e);
        }
    }

    /**
     * Shows what is between two keys, until the visitor has seen enough. Goes around what cannot be
     * read because it is damaged, and tells of each such place.
     */
    void walk(int family, byte[] from, byte @Nullable [] to, Visitor visitor, Damage damage)
            throws StoreException {
        byte[][] last = {from};
        byte @Nullable [] at = from;
        while (at != null) {
            try {
                walkSound(
                        family,
                        at,
                        to,
                        (key, value) -> {
                            last[0] = key;
                            return visitor.visit(key, value);
                        });
                return;
            } catch (RocksDBException e) {
                if (!RocksFault.isDamage(e)) {
                    throw new StoreException(RocksFault.why(e), e);
                }
                damage.found(names.get(family), String.valueOf(e.getMessage()));
                at = Detour.around(last[0], to, key -> isReadable(family, key));
                last[0] = at == null ? from : at;
            }
        }
    }

    /** Is told of each place that cannot be read. */
    interface Damage {
        void found(@Nullable String family, String what);
    }

    private void walkSound(int family, byte[] from, byte @Nullable [] to, Visitor visitor)
            throws RocksDBException {
        try (Slice end = to == null ? null : new Slice(to);
                ReadOptions walking = new ReadOptions()) {
            if (end != null) {
                walking.setIterateUpperBound(end);
            }
            try (RocksIterator iterator = db.newIterator(handle(family), walking)) {
                iterator.seek(from);
                while (iterator.isValid() && visitor.visit(iterator.key(), iterator.value())) {
                    iterator.next();
                }
                iterator.status();
            }
        }
    }

    private boolean isReadable(int family, byte[] from) {
        try (RocksIterator iterator = db.newIterator(handle(family), reading)) {
            iterator.seek(from);
            iterator.status();
            return true;
        } catch (RocksDBException e) {
            return false;
        }
    }

    /** The names of all families, by their numbers. */
    Map<Integer, String> names() {
        return names;
    }

    /** Rewrites a family without what was removed from it. */
    void compact(int family) throws RocksDBException {
        try (CompactRangeOptions all =
                new CompactRangeOptions()
                        .setBottommostLevelCompaction(BottommostLevelCompaction.kForceOptimized)) {
            db.compactRange(handle(family), null, null, all);
        }
    }

    /** Makes sure that all that was written survives a loss of power. */
    void sync() throws RocksDBException {
        db.syncWal();
    }

    long diskBytes() throws RocksDBException {
        long bytes = 0;
        for (ColumnFamilyHandle handle : handles) {
            bytes += db.getLongProperty(handle, "rocksdb.total-sst-files-size");
        }
        for (LogFile log : db.getSortedWalFiles()) {
            bytes += log.sizeFileBytes();
        }
        return bytes;
    }

    long memoryBytes() throws RocksDBException {
        long bytes = db.getLongProperty("rocksdb.block-cache-usage");
        for (ColumnFamilyHandle handle : handles) {
            bytes += db.getLongProperty(handle, "rocksdb.size-all-mem-tables");
        }
        return bytes;
    }

    @Override
    public void close() {
        handles.forEach(ColumnFamilyHandle::close);
        db.close();
        options.forEach(RocksObject::close);
        tuning.close();
    }

    private ColumnFamilyHandle handle(int family) {
        ColumnFamilyHandle handle = byId.get(family);
        if (handle == null) {
            throw new IllegalArgumentException("no family has the number " + family);
        }
        return handle;
    }
}
