package io.vmregistry.e2e.editor;

import io.vmregistry.e2e.process.Launchers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** Headless Neovim with our plugin, installed as users install one: as a package below its data folder. */
class NeovimIT extends EditorContract {

    private static final Path PROGRAM = Path.of("/usr/bin/nvim");

    @Override
    Session.Client client(Path work) throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "nvim is not installed: run \"apt-get install neovim\"");
        Path home = Launchers.home();
        Path packages = Files.createDirectories(work.resolve("data/nvim/site/pack/vm-registry/start"));
        Files.createSymbolicLink(packages.resolve("vm-registry"), home.resolve("lsp/editors/neovim"));
        Path settings = Files.writeString(work.resolve("init.lua"), """
                require('vm_registry').setup({ server = vim.env.SESSION_SERVER })
                """);
        Path script = home.resolve("e2e/src/test/editor/session.lua");
        return (plan, result) -> {
            ProcessBuilder builder = new ProcessBuilder(
                            PROGRAM.toString(),
                            "--headless",
                            "-n",
                            "-i",
                            "NONE",
                            "-u",
                            settings.toString(),
                            "-c",
                            "luafile " + script)
                    .directory(work.toFile());
            builder.environment().put("XDG_DATA_HOME", work.resolve("data").toString());
            builder.environment().put("XDG_STATE_HOME", work.resolve("state").toString());
            builder.environment().put("XDG_CACHE_HOME", work.resolve("cache").toString());
            builder.environment().put("XDG_CONFIG_HOME", work.resolve("config").toString());
            builder.environment().put("SESSION_PLAN", plan.toString());
            builder.environment().put("SESSION_RESULT", result.toString());
            builder.environment()
                    .put("SESSION_SERVER", home.resolve("bin/vmr-lsp").toString());
            return builder;
        };
    }
}
