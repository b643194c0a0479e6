using Cimarron.Solvers.Commands;

namespace Cimarron.Tests.Solvers;

public sealed class CommandTemplateTests
{
    private static readonly Dictionary<string, string> Values = new(StringComparer.Ordinal)
    {
        ["model"] = "/a b/m.mps", ["lp"] = "/a b/m.lp", ["solution"] = "/a b/s.sol", ["log"] = "/a b/l.log", ["seconds"] = "60",
    };

    [Theory]
    [InlineData("gurobi_cl ResultFile={solution} {model}", "gurobi_cl|ResultFile=/a b/s.sol|/a b/m.mps")]
    [InlineData("  scip  -c \"read {lp}\" -c 'optimize write solution {solution} quit' ", "scip|-c|read /a b/m.lp|-c|optimize write solution /a b/s.sol quit")]
    [InlineData(@"'/opt/my solver/run' {model}\ x {solution}""y z""", "/opt/my solver/run|/a b/m.mps x|/a b/s.soly z")]
    [InlineData("s {model} {solution} $(rm -rf /) ; `id` && x > y | z * ~", "s|/a b/m.mps|/a b/s.sol|$(rm|-rf|/)|;|`id`|&&|x|>|y|\u007c|z|*|~")]
    [InlineData("s {model} {solution} '' {seconds}", "s|/a b/m.mps|/a b/s.sol||60")]
    public void Words_are_split_here_and_nothing_is_left_to_a_shell(string template, string expected)
    {
        var words = CommandTemplate.Parse(template).Fill(Values);

        string.Join('|', words).ShouldBe(expected);
    }

    [Theory]
    [InlineData("", "there is no command")]
    [InlineData("   ", "there is no command")]
    [InlineData("s {model}", "{solution} is missing")]
    [InlineData("s {solution}", "{model} (MPS) or {lp} is missing")]
    [InlineData("s {model} {solution} 'x", "a quote ' is not closed")]
    [InlineData("s {modle} {solution}", "unknown placeholder {modle}")]
    public void Mistakes_are_diagnostics(string template, string message)
    {
        var failure = Should.Throw<DiagnosticException>(() => CommandTemplate.Parse(template));

        failure.ExitCode.ShouldBe(ExitCode.BadInput);
        failure.Diagnostics[0].Code.ShouldBe("CIM0709");
        failure.Message.ShouldContain(message);
    }

    [Fact]
    public void A_misspelt_placeholder_gets_a_suggestion() =>
        Should.Throw<DiagnosticException>(() => CommandTemplate.Parse("s {modle} {solution}")).Diagnostics[0].Hint.ShouldBe("did you mean 'model'?");

    [Fact]
    public void A_placeholder_in_a_value_is_not_filled_in_again()
    {
        var values = new Dictionary<string, string>(Values, StringComparer.Ordinal) { ["model"] = "{solution}" };

        CommandTemplate.Parse("s {model} {solution}").Fill(values)[1].ShouldBe("{solution}");
    }
}
