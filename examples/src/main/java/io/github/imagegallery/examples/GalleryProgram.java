// SPDX-License-Identifier: Apache-2.0
package io.github.imagegallery.examples;

import io.github.imagegallery.ImageGalleries;
import io.github.imagegallery.Subscription;
import io.github.imagegallery.core.GallerySettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The {@code gallery} command line program: disk images and shared image galleries from a shell. It exits with 0 when
 * done, 1 when refused, 2 when called wrongly.
 */
@Command(
        name = "gallery",
        description = {
            "Keeps, versions, replicates and hands out images of virtual machines.",
            "",
            "An ID is GALLERY, GALLERY/DEFINITION or GALLERY/DEFINITION/VERSION, such as golden/web/1.0.0; or in full,"
                    + " with its subscription, as 'show' prints it: /subscriptions/S/resourceGroups/RG/providers/"
                    + "Microsoft.Compute/galleries/GALLERY[/images/DEFINITION[/versions/VERSION]].",
            "An INSTANT is such as 2030-01-31T00:00:00Z, or a date, which means its midnight in UTC."
        },
        versionProvider = GalleryProgram.Version.class,
        footerHeading = "%nExample:%n",
        footer = {
            "  gallery --store images create golden --location westeurope",
            "  gallery --store images define golden/web --identifier Contoso:Finance:Front-end \\",
            "          --os linux --state generalized",
            "  gallery --store images publish golden/web/1.0.0 web.vhd \\",
            "          --replicate westeurope=2 --replicate japaneast=2",
            "  gallery --store images export golden/web/1.0.0 --region japaneast --to raw web.raw",
            "",
            "Exit codes: 0 done, 1 refused (stderr says why), 2 called wrongly."
        })
public final class GalleryProgram {
    /** The commands, in the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            DiskCommands.class,
            CreateCommands.Create.class,
            CreateCommands.Define.class,
            PublishCommands.Publish.class,
            PublishCommands.Copy.class,
            VersionCommands.Replicate.class,
            VersionCommands.ReplicateNewest.class,
            VersionCommands.Withdraw.class,
            UpdateCommand.class,
            ListCommand.class,
            ReadCommands.Show.class,
            ReadCommands.Latest.class,
            HistoryCommand.class,
            ExportCommand.class,
            DeployCommand.class,
            SwitchCommand.class,
            LifecycleCommand.class,
            AccessCommands.Share.class,
            AccessCommands.Unshare.class,
            AccessCommands.Access.class,
            UsageCommand.class,
            CostCommands.Estimate.class,
            CostCommands.Sizing.class,
            RegionsCommand.class,
            StoreCommands.Verify.class,
            StoreCommands.Repair.class,
            StoreCommands.Collect.class,
            StoreCommands.Delete.class,
            PlanCommands.Plan.class,
            PlanCommands.Apply.class,
            HelpCommand.class);

    private static final List<String> HELP = List.of("help", "--help", "-h");
    private static final List<String> STORE = List.of("--store", "--subscription");
    private static final List<String> RULES = List.of("--rules");

    @Spec
    private CommandSpec spec;

    @Mixin
    private Caller caller;

    private Optional<Path> store = Optional.empty();
    private Optional<String> subscription = Optional.empty();
    private Optional<Preset> rules = Optional.empty();
    private boolean json;
    private Making making = Making.now();

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Print this help.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version.")
    private boolean version;

    private GalleryProgram() {}

    /** Takes the folder; the parser calls this for each place at which it is given. */
    @Option(
            names = "--store",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The folder that holds the galleries; before the command or after it.")
    void store(Path folder) {
        store = once("stores", store, folder);
    }

    /** Takes the subscription; the parser calls this for each place at which it is given. */
    @Option(
            names = "--subscription",
            paramLabel = "S",
            scope = ScopeType.INHERIT,
            description = "The subscription of IDs that name none; before the command or after it.")
    void subscription(String id) {
        subscription = once("subscriptions", subscription, id);
    }

    /** Takes the rules; the parser calls this for each place at which they are given. */
    @Option(
            names = "--rules",
            paramLabel = "classic|current",
            scope = ScopeType.INHERIT,
            description = "Go by the classic service's rules, or by today's; classic by default.")
    void rules(Preset preset) {
        rules = once("sets of rules", rules, preset);
    }

    private <T> Optional<T> once(String what, Optional<T> present, T given) {
        if (present.isPresent() && !present.get().equals(given)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Two " + what + " are given, " + present.get() + " and " + given + " (give one)");
        }
        return Optional.of(given);
    }

    /** Takes the flag; the parser calls this for each place at which it is given. */
    @Option(
            names = "--json",
            scope = ScopeType.INHERIT,
            description = "Print one JSON document; before the command or after it.")
    void json(boolean asked) {
        json |= asked;
    }

    /** Runs the program and ends the JVM with its exit code. */
    public static void main(String... args) {
        int exitCode = commandLine(args).execute(args);
        System.exit(System.out.checkError() ? Refusals.unwritten(System.err) : exitCode);
    }

    /**
     * Returns the program, ready to be run once with some arguments: with no more commands than they name, since it starts
     * sooner so. What is wrong with them, and all help, is told by the program that has all.
     */
    static CommandLine commandLine(String... args) {
        List<String> given = List.of(args);
        List<Class<?>> named = COMMANDS.stream()
                .filter(command -> given.contains(name(command)))
                .toList();
        return named.isEmpty() || HELP.stream().anyMatch(given::contains)
                ? commandLine()
                : commandLine(named)
                        .setParameterExceptionHandler(
                                (misuse, same) -> whole(misuse).execute(same));
    }

    private static CommandLine whole(ParameterException misuse) {
        CommandLine narrow = misuse.getCommandLine();
        return commandLine().setOut(narrow.getOut()).setErr(narrow.getErr());
    }

    private static String name(Class<?> command) {
        return command.getAnnotation(Command.class).name();
    }

    /** Returns the program with all commands, ready to be run once. */
    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        CommandLine program = new CommandLine(new GalleryProgram());
        commands.forEach(program::addSubcommand);
        withHeadings(program);
        Stream.of("disk", "regions", "help", "sizing", "apply").forEach(name -> {
            without(STORE, name, program);
            without(Caller.OPTIONS, name, program);
        });
        Stream.of("verify", "repair", "collect").forEach(name -> without(List.of("--subscription"), name, program));
        Stream.of(
                        "disk", "regions", "help", "list", "show", "history", "share", "unshare", "access", "switch",
                        "verify", "repair", "collect", "delete", "apply")
                .forEach(name -> without(RULES, name, program));
        // what follows is a command with options of its own
        Optional.ofNullable(program.getSubcommands().get("plan")).ifPresent(plan -> plan.setStopAtPositional(true));
        return Converters.register(program)
                .setUsageHelpWidth(100)
                .setUsageHelpLongOptionsMaxWidth(40)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Refusals::misuse)
                .setExecutionExceptionHandler(Refusals::refused);
    }

    private static void withHeadings(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .parameterListHeading("%nParameters:%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        command.getSubcommands().values().forEach(GalleryProgram::withHeadings);
    }

    /** Takes options away from a command that would only ignore them. */
    private static void without(List<String> options, String name, CommandLine program) {
        CommandLine command = program.getSubcommands().get(name);
        if (command == null) {
            return;
        }
        CommandSpec spec = command.getCommandSpec();
        options.forEach(option -> spec.remove(spec.findOption(option)));
        List.copyOf(command.getSubcommands().keySet()).forEach(child -> without(options, child, command));
    }

    /** Returns the folder that holds the galleries, empty if it was not given. */
    Optional<Path> store() {
        return store;
    }

    /** Returns the subscription of IDs that name none, empty if it was not given. */
    Optional<String> subscription() {
        return subscription;
    }

    /** Returns the subscription that is meant where no ID names one. */
    Subscription subscription(ImageGalleries galleries) {
        return galleries.subscription(
                subscription.orElseGet(() -> GallerySettings.defaults().defaultSubscription()));
    }

    /** Returns on whose behalf everything is done. */
    Caller caller() {
        return caller;
    }

    /** Returns whose rules are in force. */
    Preset rules() {
        return rules.orElse(Preset.CLASSIC);
    }

    /** Returns how changes are made. */
    Making making() {
        return making;
    }

    /** Says how changes are made. */
    void making(Making how) {
        making = how;
    }

    /** Tells whether stdout is for a machine. */
    boolean json() {
        return json;
    }

    /** Says which version of the library this is. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "gallery "
                        + Optional.ofNullable(GalleryProgram.class.getPackage().getImplementationVersion())
                                .orElse("(not packaged)")
            };
        }
    }
}
