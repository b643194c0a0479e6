using Cimarron.Mappers;
using Cimarron.Tool.Output;

namespace Cimarron.Tests.Tool;

public sealed class NumbersTests
{
    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(12.5, "12.5")]
    [InlineData(1234.56, "1,234.6")]
    [InlineData(123456.7, "123,457")]
    [InlineData(12345678.0, "1.2346E+07")]
    [InlineData(0.00012345, "1.2345E-04")]
    [InlineData(0.5, "0.5")]
    [InlineData(double.NaN, "–")]
    [InlineData(null, "–")]
    public void Values_have_about_five_digits(double? value, string text) => Numbers.Short(value).ShouldBe(text);

    [Theory]
    [InlineData(0.0, "0 %")]
    [InlineData(0.00001, "<0.01 %")]
    [InlineData(0.0123, "1.23 %")]
    [InlineData(0.5, "50.0 %")]
    [InlineData(1.0, "100.0 %")]
    public void A_gap_that_is_open_never_reads_as_closed(double value, string text) => Numbers.Percent(value).ShouldBe(text);

    [Theory]
    [InlineData(1.0, "×1")]
    [InlineData(1.0002, "×1.00020")]
    [InlineData(0.99988, "×0.99988")]
    [InlineData(1.68449, "×1.684")]
    [InlineData(12.345, "×12.3")]
    [InlineData(1234.6, "×1,235")]
    public void A_ratio_that_is_not_one_never_reads_as_one(double value, string text) => Cimarron.Reports.NumberText.Ratio(value).ShouldBe(text);

    [Theory]
    [InlineData(5, "5 s")]
    [InlineData(120, "2 min")]
    [InlineData(9000, "2.5 h")]
    public void Durations_are_rounded(double seconds, string text) => Numbers.Duration(TimeSpan.FromSeconds(seconds)).ShouldBe(text);

    [Fact]
    public void Objectives_have_units() => Enum.GetValues<Objective>().Select(Numbers.Unit).ShouldBe(["cycles", "nJ", "nJ·cycles"]);
}
