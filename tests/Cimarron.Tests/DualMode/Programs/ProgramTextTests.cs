using System.Text;
using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode.Programs;

/// <summary>Text and program are two forms of one thing, and no text brings the parser down.</summary>
public sealed class ProgramTextTests
{
    public static TheoryData<string> Names => HandWritten.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Canonical_text_survives_parsing_and_printing(string name) => ProgramPrinter.Print(HandWritten.Program(name)).ShouldBe(HandWritten.All[name]);

    [Fact]
    public void The_documented_example_is_the_one_tested() =>
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs/meta-program.md")).ShouldContain($"```\n{HandWritten.Chain}```\n");

    [Fact]
    public void Programs_survive_printing_and_parsing()
    {
        var programs = new RandomPrograms(20260101);
        for (var i = 0; i < 2000; i++)
        {
            var program = programs.Next();
            var text = ProgramPrinter.Print(program);
            var parsed = ProgramParser.Parse(text, "random");

            RandomPrograms.AreEqual(parsed, program).ShouldBeTrue(text);
            ProgramPrinter.Print(parsed).ShouldBe(text);

            // Files are UTF-8; nothing may get lost on the way there.
            Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).ShouldBe(text);
        }
    }

    [Fact]
    public void Layout_and_comments_are_free()
    {
        var free = HandWritten.Chain.Replace("\n", " # comment {\r\n\t", StringComparison.Ordinal).Replace(", ", " ,", StringComparison.Ordinal);

        ProgramPrinter.Print(ProgramParser.Parse(free, "free")).ShouldBe(HandWritten.Chain);
    }

    [Theory]
    [InlineData("EXT.read(x, 0-1)", "EXT.reed(x, 0-1)", "'EXT.reed' is no instruction")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(x, 1-0)", "the last of features '0)' is outside of 1 … 2147483646")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(x, -1)", "outside of 0")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(x, 99999999999999999999)", "outside of 0")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(x)", "expected ',', found ')'")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(\"x, 0-1)", "the quotes are not closed")]
    [InlineData("EXT.read(x, 0-1)", "EXT.read(\"\\q\", 0-1)", "expected \\\"")]
    [InlineData("arrays 0-3)", "arrays 0-999999999)", "too many arrays")]
    [InlineData("CM.switch(TOM, 10-11)", "CM.switch(TOX, 10-11)", "expected 'TOM' or 'TOC'")]
    [InlineData("tensor c1 : i8[1,5,4,4]", "tensor c1 : i8[1,0,4,4]", "a dimension '0,4,4] channels scale=0.1 zero=-20' is outside of 1")]
    [InlineData("tensor c1 : i8[1,5,4,4]", "tensor x : i8[1,5,4,4]", "declared twice")]
    [InlineData("tensor c1 : i8[1,5,4,4]", "tensor c1 : i16[1,5,4,4]", "expected 'i8'")]
    [InlineData("scale=0.05", "scale=1e999", "must be a finite number")]
    [InlineData("scale=0.05", "scale=x", "must be a finite number")]
    [InlineData("M=16 N=18", "M=16 K=18", "expected 'N'")]
    public void Errors_name_line_and_cause(string old, string replacement, string message)
    {
        HandWritten.Chain.Split(old).Length.ShouldBeGreaterThan(1);
        var text = HandWritten.Chain.Replace(old, replacement, StringComparison.Ordinal);
        var line = HandWritten.Chain[..HandWritten.Chain.IndexOf(old, StringComparison.Ordinal)].Count(c => c == '\n') + 1;

        var diagnostics = Should.Throw<DiagnosticException>(() => ProgramParser.Parse(text, "chain.cim")).Diagnostics;

        diagnostics[0].Message.ShouldContain(message);
        diagnostics[0].Line.ShouldBe(line);
        diagnostics[0].File.ShouldBe("chain.cim");
        diagnostics.Count.ShouldBe(1);
    }

    [Fact]
    public void Errors_are_collected_up_to_a_cap()
    {
        var few = HandWritten.Chain.Replace("EXT.", "EXX.", StringComparison.Ordinal).Replace("parallel \"fc\"", "parallel fc+", StringComparison.Ordinal);
        Should.Throw<DiagnosticException>(() => ProgramParser.Parse(few, "f")).Diagnostics.Select(d => d.Line).ShouldBe([15, 24, 27]);

        var many = "program a chip b code {\n" + string.Concat(Enumerable.Repeat("oops\n", 100)) + "}";
        Should.Throw<DiagnosticException>(() => ProgramParser.Parse(many, "f")).Diagnostics.Count.ShouldBe(ProgramParser.MaxErrors);
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        var deep = "program a chip b code {" + string.Concat(Enumerable.Repeat("repeat 2 {", 100_000));

        Should.Throw<DiagnosticException>(() => ProgramParser.Parse(deep, "f")).Diagnostics[0].Code.ShouldBe("CIM0804");
        var bad = "program a chip b code {" + string.Concat(Enumerable.Repeat("oops {\n", 100_000));
        Should.Throw<DiagnosticException>(() => ProgramParser.Parse(bad, "f")).Diagnostics.ShouldNotBeEmpty();
    }

    [Fact]
    public void Damaged_text_is_refused_or_read_but_never_crashes()
    {
        var random = new Random(5);
        var sources = HandWritten.All.Values.Append(ProgramPrinter.Print(new RandomPrograms(3).Next())).ToArray();
        var refused = 0;
        for (var i = 0; i < 4000; i++)
        {
            var text = new StringBuilder(sources[random.Next(sources.Length)]);
            for (var edits = random.Next(1, 6); edits > 0; edits--)
            {
                Damage(text, random);
            }

            try
            {
                var program = ProgramParser.Parse(text.ToString(), "damaged");
                ProgramValidator.Check(program, SmallChip.Chip).IsDefault.ShouldBeFalse();
                ProgramPrinter.Print(ProgramParser.Parse(ProgramPrinter.Print(program), "again")).ShouldBe(ProgramPrinter.Print(program));
            }
            catch (DiagnosticException e)
            {
                e.Diagnostics.ShouldNotBeEmpty();
                refused++;
            }
        }

        refused.ShouldBeInRange(1000, 3900);
    }

    private static void Damage(StringBuilder text, Random random)
    {
        var at = random.Next(text.Length);
        switch (random.Next(5))
        {
            case 0:
                text[at] = (char)random.Next(random.Next(2) == 0 ? 128 : 65536);
                break;
            case 1:
                text.Remove(at, Math.Min(text.Length - at - 1, random.Next(1, 30)));
                break;
            case 2:
                text.Insert(at, random.Next(2) == 0 ? "2147483647" : "{");
                break;
            case 3:
                text.Insert(at, text.ToString(0, Math.Min(text.Length, random.Next(200))));
                break;
            default:
                // Digits, where the text stays a program more often than not.
                for (var i = at; i < text.Length; i++)
                {
                    if (char.IsAsciiDigit(text[i]))
                    {
                        text[i] = (char)('0' + random.Next(10));
                        break;
                    }
                }

                break;
        }
    }
}
