using Cimarron.Solvers;

namespace Cimarron.Tests.Solvers;

public sealed class MipModelTests
{
    [Fact]
    public void Expressions_are_merged_in_order_of_appearance()
    {
        var model = new MipModel();
        var (x, y, z) = (model.AddBinary("x"), model.AddBinary("y"), model.AddBinary("z"));

        model.AddConstraint((2 * (x + (3 * y) - 1)) - (z * 4) + (y - x) - z + 5 <= (1 - x) + z, "row");

        var row = model.Constraints[0];
        row.Terms.ShouldBe([new Term(x, 2), new Term(y, 7), new Term(z, -6)]);
        (row.Lower, row.Upper).ShouldBe((double.NegativeInfinity, -2.0));
    }

    [Fact]
    public void Terms_that_cancel_are_gone()
    {
        var model = new MipModel();
        var (x, y) = (model.AddBinary("x"), model.AddBinary("y"));

        model.AddConstraint((x + y - x).EqualTo(1 - (0 * x)), "row");

        model.Constraints[0].Terms.ShouldBe([new Term(y, 1)]);
        (model.Size.Nonzeros, model.Size.Constraints).ShouldBe((1, 1));
    }

    [Fact]
    public void A_sum_written_in_a_loop_is_linear_in_time_and_stack()
    {
        var model = new MipModel();
        var sum = LinearExpression.Zero;
        for (var i = 0; i < 200_000; i++)
        {
            sum += 2 * model.AddBinary("b");
        }

        model.Minimize(-sum);

        model.Objective.Count.ShouldBe(200_000);
        model.Objective.ShouldAllBe(t => t.Coefficient == -2);
    }

    [Fact]
    public void Bounds_are_those_of_the_kind()
    {
        var model = new MipModel();
        model.AddVariable("b", -5, 5, VariableKind.Binary);
        model.AddVariable("i", -1.5, 2.5, VariableKind.Integer);
        model.AddVariable("c", -1e30, 1e20);

        model.Variables.Select(v => (v.Lower, v.Upper)).ShouldBe([(0, 1), (-1, 2), (double.NegativeInfinity, double.PositiveInfinity)]);
        model.Size.ShouldBe(new ModelSize(3, 1, 1, 0, 0));
    }

    [Fact]
    public void Mistakes_are_refused_and_change_nothing()
    {
        var (model, other) = (new MipModel(), new MipModel());
        var x = model.AddVariable("x", 0, 1);
        other.AddBinary("a");
        var foreign = other.AddBinary("b");

        Action[] mistakes =
        [
            () => model.AddVariable("y", 2, 1),
            () => model.AddVariable("y", 0.1, 0.9, VariableKind.Integer),
            () => model.AddVariable("y", double.NaN, 1),
            () => model.AddVariable("y", double.PositiveInfinity, double.PositiveInfinity),
            () => model.AddConstraint(x + foreign <= 1, "r"),
            () => model.AddConstraint(double.NaN * x <= 1, "r"),
            () => model.AddConstraint(x <= double.PositiveInfinity, "r"),
            () => model.AddRange(2, x, 1, "r"),
            () => model.AddIndicator(x, true, x <= 1, "r"),
            () => model.AddIndicator(foreign, true, x <= 1, "r"),
            () => model.Minimize(x * double.PositiveInfinity),
        ];
        Array.ForEach(mistakes, m => Should.Throw<ArgumentException>(m));
        model.Size.ShouldBe(new ModelSize(1, 0, 0, 0, 0));
        model.AddConstraint(x + x <= 1, "still works").ShouldBe(0);
        model.Constraints[0].Terms.ShouldBe([new Term(x, 2)]);
    }

    [Fact]
    public void The_big_M_of_an_indicator_is_the_smallest_that_never_cuts()
    {
        var model = new MipModel();
        var (b, x, y) = (model.AddBinary("b"), model.AddVariable("x", -1, 4), model.AddVariable("y", 0, 10));
        model.AddIndicator(b, true, (2 * x) - y <= 3, "on");
        model.AddIndicator(b, false, (x + y).EqualTo(6), "off");
        model.AddIndicator(b, true, x <= 4, "never matters");

        var rows = model.WithoutIndicators().Constraints;

        // on: max 2x − y = 8, M = 5. off: max x + y = 14, M = 8; max −x − y = 1, M = 7.
        rows.Select(r => r.Name).ShouldBe(["on", "off_upper", "off_lower"]);
        rows[0].Terms.ShouldBe([new Term(x, 2), new Term(y, -1), new Term(b, 5)]);
        rows[0].Upper.ShouldBe(8);
        rows[1].Terms.ShouldBe([new Term(x, 1), new Term(y, 1), new Term(b, -8)]);
        rows[1].Upper.ShouldBe(6);
        rows[2].Terms.ShouldBe([new Term(x, -1), new Term(y, -1), new Term(b, -7)]);
        rows[2].Upper.ShouldBe(-6);
    }

    [Fact]
    public void Without_indicators_the_solutions_are_the_same()
    {
        var random = new Random(3);
        var withIndicators = 0;
        for (var i = 0; i < 300; i++)
        {
            var model = RandomModels.Next(random);
            var linear = model.WithoutIndicators();
            linear.HasIndicators.ShouldBeFalse();
            Enumeration.Optimum(linear).ShouldBe(Enumeration.Optimum(model));
            withIndicators += model.HasIndicators ? 1 : 0;
        }

        withIndicators.ShouldBeGreaterThan(50);
    }

    [Fact]
    public void An_indicator_row_without_bounds_names_what_is_missing()
    {
        var model = new MipModel();
        var (b, x) = (model.AddBinary("chosen"), model.AddVariable("x", 0, double.PositiveInfinity));
        model.AddIndicator(b, true, x <= 2, "cap");
        model.AddIndicator(b, true, x >= 1, "fine");

        var failure = Should.Throw<DiagnosticException>(() => model.WithoutIndicators());

        failure.ExitCode.ShouldBe(ExitCode.BadInput);
        failure.Diagnostics.Single().Code.ShouldBe("CIM0701");
        failure.Message.ShouldContain("row 'cap' holds only where 'chosen' is 1");
    }
}
