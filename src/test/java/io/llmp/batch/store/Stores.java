package io.llmp.batch.store;

import java.nio.file.Path;

/** Stores as the tests of this package open them. */
final class Stores {

    private Stores() {}

    static StoreDatabase hold(Path home) {
        return StoreDatabase.open(StoreProperties.embedded(home, Access.HOLD), System::nanoTime);
    }

    static StoreDatabase share(Path home) {
        return StoreDatabase.open(StoreProperties.embedded(home, Access.SHARE), System::nanoTime);
    }

    static StoreHome holdHome(Path home) {
        return StoreHome.tryHold(home, Access.HOLD)
                .orElseThrow(() -> StoreHome.holder(home).inUse(home));
    }

    /** Fails when somebody holds the home. */
    static void requireFree(Path home) {
        holdHome(home).close();
    }
}
