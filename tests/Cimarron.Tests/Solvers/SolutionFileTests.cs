using Cimarron.Solvers.Checking;
using Cimarron.Solvers.Commands;
using Cimarron.Tests.Tool;

namespace Cimarron.Tests.Solvers;

/// <summary>The solution files of the solvers, as their manuals and runs show them.</summary>
public sealed class SolutionFileTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string, string, double[]?> Files => new()
    {
        { "Optimal - objective value -3.00000000\n      0 x   1   0\n      1 y_1   2.5   -1\n", "Optimal", [1, 2.5, 0] },
        { "Optimal (within gap tolerance) - objective value 1\n      2 z   7   0\n", "Optimal", [0, 0, 7] },
        { "Stopped on time - objective value 4\n**    0 x   1e-3   0\n", "Stopped", [1e-3, 0, 0] },
        { "Stopped on time - objective value 1e+50\n", "Stopped", null },
        { "Stopped on time (no integer solution - continuous used) - objective value 4\n 0 x 0.5 0\n", "Stopped", null },
        { "Infeasible - objective value 3\n 0 x 1 0\n", "Infeasible", null },
        { "Integer infeasible - objective value 3\n", "Infeasible", null },
        { "Unbounded - objective value -1e30\n", "InfeasibleOrUnbounded", null },
        { "# Solution for model m\n# Objective value = 3\nx 1\ny_1 -2e-3\nz 0\n", "Stopped", [1, -2e-3, 0] },
        { "solution status: optimal solution found\nobjective value:                     3\nx      1 \t(obj:1)\nz   2.5e+1 \t(obj:0)\n", "Optimal", [1, 0, 25] },
        { "solution status: time limit reached\nobjective value:  3\nx  1 \t(obj:1)\n", "Stopped", [1, 0, 0] },
        { "solution status: infeasible\nno solution available\n", "Infeasible", null },
        { "no solution available\n", "Stopped", null },
        { "Model status\nOptimal\n\n# Primal solution values\nFeasible\nObjective 3\n# Columns 3\nx 1\ny_1 2\nz 3\n# Rows 1\nr 4\n\n# Dual solution values\nNone\n", "Optimal", [1, 2, 3] },
        { "Model status\nTime limit reached\n\n# Primal solution values\nNone\n\n# Dual solution values\nNone\n", "Stopped", null },
        { "Model status\nInfeasible\n", "Infeasible", null },
        { "c Problem: m\nc Status: INTEGER OPTIMAL\ns mip 1 3 o 3\ni 1 4\nj 1 1\nj 2 2.25\nj 3 0\ne o f\n", "Optimal", [1, 2.25, 0] },
        { "s mip 1 3 f 3\ni 1 4\nj 1 1\nj 2 2\nj 3 0\ne o f\n", "Stopped", [1, 2, 0] },
        { "s mip 1 3 n 0\nj 1 0\ne o f\n", "Infeasible", null },
        { "s mip 1 3 u 0\nj 1 0\ne o f\n", "Stopped", null },
        { "s bas 1 3 f f 3\ni 1 b 4 0\nj 1 b 1 0\nj 2 l 2 0.5\nj 3 u 0 0\ne o f\n", "Optimal", [1, 2, 0] },
        { "s bas 1 3 n f 3\ne o f\n", "Infeasible", null },
        { "s bas 1 3 f n 3\ne o f\n", "Unbounded", null },
    };

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void The_format_is_recognised(string text, string claim, double[]? values)
    {
        var read = Read(text, hasPlaces: true);

        read.Claim.ToString().ShouldBe(claim);
        read.Values.ShouldBe(values);
    }

    [Theory]
    [InlineData("Problem:    m\nRows:       1\n", "six digits")]
    [InlineData("s mip 1 4 o 3\nj 1 1\n", "not a GLPK solution of this model")]
    [InlineData("s mip 1 3 o 3\nj 4 1\n", "has the line 'j 4 1'")]
    [InlineData("Optimal - objective value 3\n 0 x\n", "has the line ' 0 x'")]
    [InlineData("Model status\nOptimal\n# Primal solution values\nFeasible\n# Columns 3\nx 1\n", "lists 1 of 3 variables")]
    [InlineData("# nothing\n", "has no values")]
    [InlineData("\n\n", "is empty")]
    public void Anything_else_is_a_diagnostic(string text, string message) =>
        Should.Throw<DiagnosticException>(() => Read(text, hasPlaces: true)).Message.ShouldContain(message);

    [Fact]
    public void Numbered_columns_need_a_fixed_order() =>
        Should.Throw<DiagnosticException>(() => Read("s mip 1 3 o 3\nj 1 1\n", hasPlaces: false)).Message.ShouldContain("an LP file does not fix their order");

    [Fact]
    public void The_carrier_of_the_constant_is_not_a_variable() => Read("# s\nx 1\nk 1\n", hasPlaces: true).Values.ShouldBe([1, 0, 0]);

    [Theory]
    [InlineData("Best objective 1.200000000000e+01, best bound 1.150000000000e+01, gap 4.2%", 11.5, 1e-11)]
    [InlineData("Lower bound:                    -7018.683", -7018.683, 0.0011)]
    [InlineData("  Dual bound        -3", -3, 0)]
    [InlineData("Optimal objective  2.5e+00", 2.5, 0.1001)]
    public void Printed_bounds_hold_whatever_was_rounded_away(string line, double printed, double slack)
    {
        var (low, high) = (new OutputFacts(isNegated: false, isMaximization: false), new OutputFacts(isNegated: true, isMaximization: true));
        low.Read(line);
        high.Read(line);

        low.Bound!.Value.ShouldBeInRange(printed - slack, printed);
        high.Bound!.Value.ShouldBeInRange(-printed, -printed + slack);
    }

    [Theory]
    [InlineData("Model is infeasible", "Infeasible")]
    [InlineData("Model is infeasible or unbounded", "InfeasibleOrUnbounded")]
    [InlineData("PROBLEM HAS NO PRIMAL FEASIBLE SOLUTION", "Infeasible")]
    [InlineData("LP HAS UNBOUNDED PRIMAL SOLUTION", "Unbounded")]
    [InlineData("Optimal solution found", null)]
    public void Verdicts_are_read_from_the_output(string line, string? verdict)
    {
        var facts = new OutputFacts(isNegated: false, isMaximization: false);

        facts.Read(line);

        (facts.Verdict?.ToString()).ShouldBe(verdict);
    }

    private (Claim Claim, double[]? Values) Read(string text, bool hasPlaces) => SolutionFile.Read(_directory.Write("s", text), "s", ["x", "y_1", "z"], "k", hasPlaces);
}
