using System.Diagnostics;
using Cimarron.Solvers;
using Cimarron.Solvers.Files;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>What the writers write is what the solvers read.</summary>
public sealed class ModelFileTests : IDisposable
{
    private const int Count = 12;
    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void HiGHS_reads_every_number_of_an_mps_file_exactly()
    {
        var models = Models();
        var files = models.Select((m, i) => Write($"m{i}.mps", m)).ToArray();

        var read = HighsReader.Read(files);

        for (var i = 0; i < Count; i++)
        {
            read[i].Lines().ShouldBe(Expected(models[i], isLp: false), $"model {i}");
            read[i].Offset.ShouldBe(models[i].IsMaximization ? -models[i].ObjectiveConstant : models[i].ObjectiveConstant);
            read[i].Maximize.ShouldBeFalse();
        }
    }

    [Fact]
    public void HiGHS_reads_every_number_of_an_lp_file_exactly()
    {
        var models = Models();
        var files = models.Select((m, i) => Write($"m{i}.lp", m)).ToArray();

        var read = HighsReader.Read(files);

        for (var i = 0; i < Count; i++)
        {
            var carrier = new ModelNames(models[i].WithoutIndicators()).Constant;
            read[i].Lines(skipped: $"{carrier}: ").ShouldBe(Expected(models[i], isLp: true), $"model {i}");
            read[i].Maximize.ShouldBe(models[i].IsMaximization);
            var constant = Array.IndexOf(read[i].Columns, carrier);
            (constant < 0 ? 0 : read[i].Cost[constant]).ShouldBe(models[i].ObjectiveConstant);
        }
    }

    [Theory]
    [InlineData("mps", "--freemps")]
    [InlineData("lp", "--lp")]
    public void GLPK_reads_the_same_model(string ending, string option)
    {
        var models = Models();
        var ours = models.Select((m, i) => Write($"m{i}.{ending}", m)).ToArray();
        var theirs = ours.Select((f, i) =>
        {
            var copy = _directory[$"copy{i}.mps"];
            Run("glpsol", option, f, "--check", "--wfreemps", copy).ShouldBe(0, f);
            return copy;
        }).ToArray();

        var (expected, read) = (HighsReader.Read(ours), HighsReader.Read(theirs));

        // GLPK writes as many digits as fit into twelve characters.
        for (var i = 0; i < Count; i++)
        {
            read[i].Lines("E5").ShouldBe(expected[i].Lines("E5"), $"model {i}");
        }
    }

    [Theory]
    [InlineData(TestSolvers.CbcCommand)]
    [InlineData(TestSolvers.CbcLpCommand)]
    [InlineData(TestSolvers.GlpkCommand)]
    public void Solvers_understand_hostile_names(string command)
    {
        var model = new MipModel("hostile \n name");
        var sum = LinearExpression.Zero;
        for (var i = 0; i < HostileNames.Length; i++)
        {
            var x = model.AddVariable(HostileNames[i], 0, 1 + i, VariableKind.Integer);
            model.AddConstraint(x <= i + 0.5, HostileNames[^(i + 1)]);
            sum += x;
        }

        model.Maximize(sum);

        SolverLibrary.FromCommand(command).Solve(model, new SolveOptions()).Values.ShouldBe(Enumerable.Range(0, HostileNames.Length).Select(i => (double)i));
    }

    [Fact]
    public void Names_stay_readable_and_become_unique()
    {
        var table = new NameTable();

        string[] wishes = ["x", "x", "x_2", "x", "loop 3[K]", "", "3x", "free", "e5", "Energy", "énergie", "a.b_c", "x"];
        wishes.Select(table.Take).ShouldBe(["x", "x_2", "x_2_2", "x_3", "loop_3_K_", "_", "_3x", "_free", "_e5", "Energy", "_nergie", "a.b_c", "x_4"]);
        var (first, second) = (table.Take(new string('n', 500)), table.Take(new string('n', 500)));
        first.ShouldNotBe(second);
        (first.Length, second.Length).ShouldBe((99, 100));
    }

    [Fact]
    public void A_small_model_reads_as_one_would_write_it()
    {
        var model = new MipModel("small");
        var (x, y, z) = (model.AddBinary("x"), model.AddVariable("y", -2, 3.5), model.AddVariable("z", 0, double.PositiveInfinity, VariableKind.Integer));
        model.AddConstraint(x + (2 * y) - z <= 4, "limit");
        model.AddIndicator(x, true, y >= 1, "switch");
        model.Minimize((3 * y) + z + 0.5);

        File.ReadAllText(Write("small.lp", model)).ShouldBe("""
            \ small: 3 variables, 1 binary, 1 integer, 2 rows
            Minimize
             obj: + 3 y + 1 z + 0.5 objective_constant
            Subject To
             limit: + 1 x + 2 y - 1 z <= 4
             switch: - 1 y + 3 x <= 2
            Bounds
             -2 <= y <= 3.5
             objective_constant = 1
            General
             z
            Binary
             x
            End

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_a_diagnostic_and_leaves_nothing()
    {
        var model = new MipModel();
        model.AddBinary("x");

        Should.Throw<DiagnosticException>(() => ModelFile.Write(_directory["model.txt"], model)).Diagnostics[0].Code.ShouldBe("CIM0705");
        Should.Throw<DiagnosticException>(() => ModelFile.Write(_directory["none/model.lp"], model)).Diagnostics[0].Code.ShouldBe("CIM0110");
        Should.Throw<OperationCanceledException>(() => ModelFile.Write(_directory["model.mps"], model, new CancellationToken(canceled: true)));
        _directory.Files().ShouldBeEmpty();
    }

    private static string[] HostileNames { get; } =
    [
        "", "e5", "3x", "free", "x y", "x+y", "ünïcode", new('a', 300), new('a', 301), "R1", "obj", "x", "x", "x_2", "inf", "-x", "*c", "$d", ".5", "1e5", "end", "st", "a:b", "[1]",
        "RHS", "MARKER", "\\comment", "E", "e", "e+1", "Binary", "s.t.", "\n", "objective_constant", "<=", "nan", "-inf", "subject to", "'MARKER'", "C1", "BOUND",
    ];

    /// <summary>Every kind of bound, row and number, in every combination that chance makes.</summary>
    private static MipModel[] Models()
    {
        var random = new Random(42);
        double[] numbers = [0.1, 1.0 / 3, 1e-8, 123456789.123456789, 1e14, -1e-7, Math.PI, -2.5e10, 7, -1];
        double Number() => numbers[random.Next(numbers.Length)] * random.Next(1, 4);
        return [.. Enumerable.Range(0, Count).Select(m =>
        {
            var model = new MipModel($"m {m}");
            var variables = Enumerable.Range(0, HostileNames.Length).Select(i =>
            {
                var (a, b) = (Math.Round(Number(), 3), Math.Abs(Math.Round(Number(), 3)) + 1);
                var (lower, upper) = (i % 7) switch
                {
                    0 => (double.NegativeInfinity, double.PositiveInfinity),
                    1 => (0, double.PositiveInfinity),
                    2 => (double.NegativeInfinity, a),
                    3 => (a, double.PositiveInfinity),
                    4 => (Math.Floor(a), Math.Floor(a)),
                    5 => (0, b),
                    _ => (Math.Floor(a), Math.Floor(a) + Math.Ceiling(b)),
                };
                return i % 5 == 4 ? model.AddBinary(HostileNames[i]) : model.AddVariable(HostileNames[i], lower, upper, random.Next(2) == 0 ? VariableKind.Continuous : VariableKind.Integer);
            }).ToArray();
            LinearExpression Sum() => LinearExpression.Sum(Enumerable.Range(0, random.Next(1, 12)).Select(_ => new Term(variables[random.Next(variables.Length)], Number())));
            foreach (var name in HostileNames)
            {
                var right = Number();
                _ = random.Next(6) switch
                {
                    0 => model.AddRange(right, Sum(), right + Math.Abs(Number()), name),
                    1 => model.AddRange(1e-9, Sum(), 1e14, name),
                    2 => model.AddConstraint(Sum().EqualTo(right), name),
                    var sense => model.AddConstraint(Sum(), (ConstraintSense)(sense % 2), right, name),
                };
            }

            RandomModels.Optimize(model, m == 0 ? LinearExpression.Zero : Sum() + (m % 3 == 0 ? 0 : Number()), m % 2 == 1);
            return model;
        })];
    }

    /// <summary>The model as <see cref="HighsReader.Lines"/> shows it, computed from the model alone.</summary>
    private static string[] Expected(MipModel model, bool isLp)
    {
        static string Text(double value) => double.IsFinite(value) ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture) : "NaN";
        var names = new ModelNames(model);
        var sign = model.IsMaximization && !isLp ? -1 : 1;
        var lines = model.Variables.Select((v, j) =>
        {
            var cost = model.Objective.Where(t => t.Variable.Index == j).Sum(t => t.Coefficient);
            return $"{names.Variables[j]}: {Text(cost == 0 ? 0 : sign * cost)} [{Text(v.Lower)}, {Text(v.Upper)}] {(v.IsWhole ? 1 : 0)}";
        }).ToList();
        for (var i = 0; i < model.Constraints.Count; i++)
        {
            var row = model.Constraints[i];
            var terms = string.Join(" + ", row.Terms.Select(t => $"{Text(t.Coefficient)} {names.Variables[t.Variable.Index]}").Order(StringComparer.Ordinal));
            var isSplit = row.Lower != row.Upper && double.IsFinite(row.Lower) && double.IsFinite(row.Upper) && (isLp || row.Upper - (row.Upper - row.Lower) != row.Lower);
            lines.AddRange(isSplit
                ? [$"{names.Rows[i]}: NaN <= {terms} <= {Text(row.Upper)}", $"{names.LowerRows[i]}: {Text(row.Lower)} <= {terms} <= NaN"]
                : [$"{names.Rows[i]}: {Text(row.Lower)} <= {terms} <= {Text(row.Upper)}"]);
        }

        return [.. lines.Order(StringComparer.Ordinal)];
    }

    private string Write(string name, MipModel model)
    {
        ModelFile.Write(_directory[name], model);
        return _directory[name];
    }

    private static int Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
