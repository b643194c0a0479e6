using System.Reflection;
using System.Text.RegularExpressions;
using Cimarron.Sparsity.Costs;

namespace Cimarron.Tests;

/// <summary>Data flows one way between the rooms of the library; every arrow that exists is listed here.</summary>
public sealed partial class ArchitectureTests
{
    private static readonly string Root = RepositoryRoot.Path;

    /// <summary>The rooms each room may know. A referee that shares code with the player would prove nothing.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Workloads"] = [],
        ["Hardware"] = ["Workloads"],
        ["Inference"] = ["Workloads"],
        ["Solvers"] = [],
        ["Mappings"] = ["Workloads", "Hardware"],
        ["Costs"] = ["Workloads", "Hardware", "Mappings"],
        ["Simulation"] = ["Workloads", "Hardware", "Mappings"],
        ["Mappers"] = ["Workloads", "Hardware", "Mappings", "Costs", "Solvers"],
        ["DualMode"] = ["Workloads", "Inference", "Hardware", "Costs", "Solvers", "Mappers", "Mappings"],
        ["Sparsity"] = ["Workloads", "Inference", "Hardware", "Costs", "Solvers", "Mappers", "Mappings"],
        ["Exploration"] = ["Workloads", "Inference", "Hardware", "Mappings", "Costs", "Mappers", "DualMode", "Sparsity", "Reports"],
        ["Reports"] = ["Workloads", "Hardware", "Mappings", "Costs", "Mappers", "DualMode", "Sparsity", "Exploration"],
    };

    [Fact]
    public void Sources_name_only_the_rooms_they_may_know()
    {
        var wrong = new List<string>();
        var checkedFiles = 0;
        foreach (var file in SourceFiles("src/Cimarron"))
        {
            var room = Path.GetRelativePath(Path.Combine(Root, "src/Cimarron"), file).Split(Path.DirectorySeparatorChar)[0];
            if (room.EndsWith(".cs", StringComparison.Ordinal))
            {
                continue;
            }

            Allowed.ShouldContainKey(room, $"a new room needs its arrows stated: {file}");
            checkedFiles++;
            var named = RoomName().Matches(WithoutComments(File.ReadAllText(file))).Select(m => m.Groups["room"].Value).Where(r => Allowed.ContainsKey(r) && r != room).Distinct();
            wrong.AddRange(named.Where(r => !Allowed[room].Contains(r)).Select(r => $"{Path.GetRelativePath(Root, file)} names {r}"));
        }

        checkedFiles.ShouldBeGreaterThan(50);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void Signatures_and_fields_use_only_the_rooms_they_may_know()
    {
        var assembly = typeof(Diagnostic).Assembly;
        var wrong = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var type in assembly.GetTypes())
        {
            if (RoomOf(type) is { } room && Allowed.TryGetValue(room, out var allowed))
            {
                wrong.UnionWith(Neighbours(type).Select(RoomOf).OfType<string>().Where(r => Allowed.ContainsKey(r) && r != room && !allowed.Contains(r)).Select(r => $"{type} uses {r}"));
            }
        }

        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void The_closed_form_of_sparse_costs_and_its_referee_share_only_results()
    {
        const string Closed = "Cimarron.Sparsity.Costs", Referee = "Cimarron.Sparsity.Simulation";
        var types = typeof(Diagnostic).Assembly.GetTypes();
        string[] results = ["SparseCounts", "SparseLayerCost", "SparseUnit"];
        var closed = types.Where(t => t.Namespace == Closed && !results.Contains((t.DeclaringType ?? t).Name)).ToArray();
        var referee = types.Where(t => t.Namespace == Referee).ToArray();
        closed.Length.ShouldBeGreaterThan(5);
        referee.Length.ShouldBeGreaterThan(5);

        Borrowed("src/Cimarron/Sparsity/Simulation", referee, closed, ["IndexBits", "BitsFor", "MaskCount"]).ShouldBeEmpty();
        Borrowed("src/Cimarron/Sparsity/Costs", closed, referee, []).ShouldBeEmpty();
    }

    [Fact]
    public void Namespaces_are_the_folders()
    {
        foreach (var (project, prefix) in new[] { ("src/Cimarron", "Cimarron"), ("src/Cimarron.Tool", "Cimarron.Tool"), ("tests/Cimarron.Tests", "Cimarron.Tests") })
        {
            foreach (var file in SourceFiles(project))
            {
                var folder = Path.GetDirectoryName(Path.GetRelativePath(Path.Combine(Root, project), file))!;
                var expected = folder.Length == 0 ? prefix : $"{prefix}.{folder.Replace(Path.DirectorySeparatorChar, '.')}";
                if (NamespaceLine().Match(File.ReadAllText(file)) is { Success: true } match)
                {
                    match.Groups["name"].Value.ShouldBe(expected, file);
                }
            }
        }
    }

    [Fact]
    public void Only_the_tool_writes_to_the_console()
    {
        foreach (var file in SourceFiles("src/Cimarron"))
        {
            ConsoleUse().IsMatch(WithoutComments(File.ReadAllText(file))).ShouldBeFalse(file);
        }
    }

    /// <summary>What one side uses of the other, in signatures, fields and locals, or names in its sources; names that it has itself mean its own.</summary>
    private static IEnumerable<string> Borrowed(string folder, Type[] own, Type[] foreign, string[] formulas)
    {
        foreach (var use in own.SelectMany(t => Neighbours(t).Where(foreign.Contains).Select(n => $"{t} uses {n}")))
        {
            yield return use;
        }

        var names = foreign.Where(t => !t.IsNested && !t.Name.Contains('<', StringComparison.Ordinal)).Select(t => t.Name).Except(own.Select(t => t.Name)).Concat(formulas).ToHashSet(StringComparer.Ordinal);
        var fields = typeof(SparseLayerCost).GetProperties().Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in SourceFiles(folder))
        {
            // A field of the result can be called like a type of the other side; then only the type is followed by a dot.
            var words = Word().Matches(WithoutComments(File.ReadAllText(file))).Where(m => names.Contains(m.Groups["name"].Value));
            foreach (var name in words.Where(m => m.Groups["dot"].Success || !fields.Contains(m.Groups["name"].Value)).Select(m => m.Groups["name"].Value).Distinct())
            {
                yield return $"{Path.GetRelativePath(Root, file)} names {name}";
            }
        }
    }

    private static IEnumerable<Type> Neighbours(Type type)
    {
        const BindingFlags Everything = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var direct = type.GetFields(Everything).Select(f => f.FieldType)
            .Concat(type.GetMethods(Everything).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType)))
            .Concat(type.GetMethods(Everything).SelectMany(m => m.GetMethodBody()?.LocalVariables.Select(v => v.LocalType) ?? []))
            .Concat(type.GetConstructors(Everything).SelectMany(c => c.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetInterfaces());
        return direct.Concat(type.BaseType is { } parent ? [parent] : []).SelectMany(Parts);
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!) : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static string? RoomOf(Type type) => type.Namespace?.Split('.') is ["Cimarron", var room, ..] ? room : null;

    private static IEnumerable<string> SourceFiles(string project) => Directory.EnumerateFiles(Path.Combine(Root, project), "*.cs", SearchOption.AllDirectories)
        .Where(f => !f.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !f.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal));

    private static string WithoutComments(string source) => Comment().Replace(source, "");

    [GeneratedRegex(@"(^using (static )?Cimarron\.|\bCimarron\.|(?<![\w.])(?=[A-Z]\w+\.[A-Z]))(?<room>[A-Z]\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex RoomName();

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"\b(?<name>[A-Z]\w+)\b(?<dot>\.)?", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Word();

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline, 5000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(Console\.(Write|Error|Out)|Environment\.Exit|AnsiConsole)\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex ConsoleUse();
}
