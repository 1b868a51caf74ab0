package io.llmp.batch.store;

import io.llmp.batch.store.home.Access;
import io.llmp.batch.store.home.StoreHome;
import java.nio.file.Path;

/** Stores as the tests of this package open them. */
public final class Stores {

    private Stores() {}

    public static StoreDatabase hold(Path home) {
        return StoreDatabase.open(StoreProperties.embedded(home, Access.HOLD), System::nanoTime);
    }

    static StoreDatabase share(Path home) {
        return StoreDatabase.open(StoreProperties.embedded(home, Access.SHARE), System::nanoTime);
    }

    public static StoreHome holdHome(Path home) {
        return StoreHome.tryHold(home, Access.HOLD)
                .orElseThrow(() -> StoreHome.holder(home).inUse(home));
    }

    /** Fails when somebody holds the home. */
    public static void requireFree(Path home) {
        holdHome(home).close();
    }
}
