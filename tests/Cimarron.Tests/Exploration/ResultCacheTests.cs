using System.Text.Json;
using Cimarron.Exploration;
using Cimarron.Mappers;
using Cimarron.Mappings;
using Cimarron.Tests.Solvers;
using Cimarron.Tests.Tool;
using Cimarron.Workloads;

namespace Cimarron.Tests.Exploration;

public sealed class ResultCacheTests : IDisposable
{
    private static readonly Layer Layer = Layer.Gemm("fc", 8, 64, 48);
    private static readonly LayerQuestion Question = new(TestChips.Default, Layer, "loma", new MapperOptions());

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void An_answer_comes_back_as_it_was()
    {
        var answer = MapperLibrary.Create("loma").Map(Layer, TestChips.Default, Question.Options);
        Cache().Store(Question, answer);

        var found = Cache().Find(Question)!;

        found.ShouldSatisfyAllConditions(
            () => found.Value.ShouldBe(answer.Value),
            () => found.LowerBound.ShouldBe(answer.LowerBound),
            () => found.Status.ShouldBe(answer.Status),
            () => found.Seconds.ShouldBe(answer.Seconds),
            () => found.Assumptions.ShouldBe(answer.Assumptions),
            () => found.Cost!.Stalls.ShouldBe(answer.Cost!.Stalls),
            () => MappingJson.Print(found.Mapping!, TestChips.Default).ShouldBe(MappingJson.Print(answer.Mapping!, TestChips.Default)));
    }

    [Fact]
    public void What_a_solver_said_comes_back_and_must_fit_the_mapping()
    {
        var layer = Layer.Gemm("fc", 4, 16, 16);
        var (question, options) = (Question with { Layer = layer, Options = new MapperOptions { Objective = Objective.Latency } }, new MapperOptions { Objective = Objective.Latency });
        var program = new MipMapper(TestSolvers.CbcExecutable).Map(layer, TestChips.Default, options);
        var answer = program with { Certificate = new Certifier(TestSolvers.CbcExecutable).Certify(program.Mapping!, TestChips.Default, options) };
        Cache().Store(question, answer);

        var found = Cache().Find(question)!;

        found.Recursion.ShouldBe(answer.Recursion.ShouldNotBeNull());
        JsonSerializer.Serialize(found.Certificate).ShouldBe(JsonSerializer.Serialize(answer.Certificate));
        var other = answer with { Recursion = answer.Recursion! with { Value = answer.Recursion.Value * 1.01 } };
        Cache().Store(question, other);
        Cache().Find(question).ShouldBeNull();
    }

    [Fact]
    public void An_answer_without_the_certificate_that_was_asked_for_is_not_stored()
    {
        Cache().Store(Question, MapperLibrary.Create("loma").Map(Layer, TestChips.Default, Question.Options) with { Problems = [Diagnostic.Error("CIM0704", "it crashed")] });

        Cache().Find(Question).ShouldBeNull();
    }

    [Fact]
    public void Every_difference_that_matters_is_another_question()
    {
        LayerQuestion[] others =
        [
            Question with { Mapper = "loma:limit=5" },
            Question with { Layer = Layer with { K = 49 } },
            Question with { Chip = TestChips.Default with { Hash = "other" } },
            Question with { Options = Question.Options with { Objective = Objective.Energy } },
            Question with { Options = Question.Options with { Padding = false } },
            Question with { Options = Question.Options with { Profile = LegalityProfile.Reference } },
            Question with { Options = Question.Options with { TimeLimit = null } },
        ];
        others.Select(o => o.Hash).Append(Question.Hash).Distinct().Count().ShouldBe(others.Length + 1);
        (Question with { Layer = Layer with { Name = "other" }, Options = Question.Options with { Threads = 7 } }).Hash.ShouldBe(Question.Hash);
    }

    [Theory]
    [InlineData("\"value\": ", "\"value\": 1")]
    [InlineData("\"size\": 16", "\"size\": 8")]
    [InlineData("\"size\":16", "\"size\":8")]
    [InlineData("loma", "lora")]
    [InlineData("Heuristic", "Magic")]
    [InlineData("{", "")]
    public void A_file_that_does_not_hold_what_it_claims_counts_as_absent(string text, string replacement)
    {
        Cache().Store(Question, MapperLibrary.Create("loma").Map(Layer, TestChips.Default, Question.Options));
        var path = Path.Combine(_directory.Path, $"{Question.Hash}.json");
        var content = File.ReadAllText(path);
        var changed = content.Replace(text, replacement, StringComparison.Ordinal);
        if (changed == content)
        {
            // One of the two spellings of a loop size is not in the file.
            text.ShouldContain("size");
            return;
        }

        File.WriteAllText(path, changed);

        Cache().Find(Question).ShouldBeNull();
    }

    [Fact]
    public void A_search_that_was_stopped_is_not_an_answer()
    {
        var cache = Cache();
        cache.Store(Question, MapperLibrary.Create("loma").Map(Layer, TestChips.Default, Question.Options) with { Status = MapperStatus.Cancelled });
        cache.Find(Question).ShouldBeNull();
    }

    [Fact]
    public void Infeasible_is_an_answer_too()
    {
        var chip = TestChips.Default.With(TestChips.Dram, l => l with { CapacityBits = 1000 });
        var question = Question with { Chip = chip };
        Cache().Store(question, MapperLibrary.Create("loma").Map(Layer, chip, question.Options));
        var found = Cache().Find(question)!;
        found.Status.ShouldBe(MapperStatus.Infeasible);
        found.Infeasibility.ShouldContain("Dram");
        double.IsPositiveInfinity(found.Value).ShouldBeTrue();
    }

    private ResultCache Cache() => new(_directory.Path);
}
