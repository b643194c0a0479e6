using System.Globalization;
using System.Text;

namespace Cimarron.DualMode.Programs;

/// <summary>Names as they stand in the text: plain words as they are, everything else in quotes with escapes.</summary>
internal static class ProgramName
{
    /// <summary>A name: a letter or underscore, then letters, digits, underscores and dots (ASCII), or quoted.</summary>
    public static string Of(string name) => name.Length > 0 && IsStart(name[0]) && name.All(IsPart) ? name : Quote(name);

    /// <summary>The value of an attribute: letters, digits and <c>@ _ . + -</c>, or quoted.</summary>
    public static string Value(string value) => value.Length > 0 && value.All(IsValuePart) ? value : Quote(value);

    /// <summary>Always in quotes.</summary>
    public static string Quote(string name)
    {
        var text = new StringBuilder(name.Length + 2).Append('"');
        for (var i = 0; i < name.Length; i++)
        {
            var c = name[i];
            if (char.IsHighSurrogate(c) && i + 1 < name.Length && char.IsLowSurrogate(name[i + 1]))
            {
                text.Append(c).Append(name[++i]);
            }
            else if (c is '"' or '\\')
            {
                text.Append('\\').Append(c);
            }
            else if (NeedsEscape(c))
            {
                text.Append("\\u").Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            }
            else
            {
                text.Append(c);
            }
        }

        return text.Append('"').ToString();
    }

    public static bool IsStart(char c) => char.IsAsciiLetter(c) || c == '_';

    public static bool IsPart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '.';

    public static bool IsValuePart(char c) => IsPart(c) || c is '@' or '+' or '-';

    /// <summary>Characters that would break the line, be invisible, or not survive being written as UTF-8.</summary>
    private static bool NeedsEscape(char c) => char.IsControl(c) || char.IsSurrogate(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Format;
}
