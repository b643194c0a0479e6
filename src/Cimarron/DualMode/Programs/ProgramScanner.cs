using System.Globalization;
using System.Text;

namespace Cimarron.DualMode.Programs;

/// <summary>Walks through the text of a program. Every method skips blanks and comments first; what is expected and not found raises <see cref="ProgramSyntaxException"/>.</summary>
internal sealed class ProgramScanner(string text)
{
    /// <summary>Longest excerpt of the input in a message.</summary>
    private const int MaxExcerpt = 40;

    private int position;

    /// <summary>Line of the current position, from 1.</summary>
    public int Line { get; private set; } = 1;

    public bool IsAtEnd
    {
        get
        {
            SkipBlanks();
            return position >= text.Length;
        }
    }

    public char Peek
    {
        get
        {
            SkipBlanks();
            return position < text.Length ? text[position] : '\0';
        }
    }

    /// <summary>Consumes a symbol or keyword if it is next.</summary>
    public bool TryTake(string symbol)
    {
        SkipBlanks();
        if (string.CompareOrdinal(text, position, symbol, 0, symbol.Length) != 0)
        {
            return false;
        }

        // A keyword ends where a longer word would go on.
        var end = position + symbol.Length;
        if (ProgramName.IsPart(symbol[^1]) && end < text.Length && ProgramName.IsPart(text[end]))
        {
            return false;
        }

        position = end;
        return true;
    }

    /// <summary>Consumes a character if it is next and a digit follows it.</summary>
    public bool TryTakeBeforeDigit(char symbol)
    {
        if (Peek != symbol)
        {
            return false;
        }

        var next = position + 1;
        while (next < text.Length && text[next] == ' ')
        {
            next++;
        }

        if (next >= text.Length || !char.IsAsciiDigit(text[next]))
        {
            return false;
        }

        position++;
        return true;
    }

    public void Take(string symbol)
    {
        if (!TryTake(symbol))
        {
            throw Unexpected($"'{symbol}'");
        }
    }

    /// <summary>A plain or quoted name.</summary>
    public string Name(string what)
    {
        if (Peek == '"')
        {
            return Quoted();
        }

        if (!ProgramName.IsStart(Peek))
        {
            throw Unexpected(what);
        }

        return TakeWhile(ProgramName.IsPart);
    }

    /// <summary>The value of an attribute.</summary>
    public string Value()
    {
        if (Peek == '"')
        {
            return Quoted();
        }

        return ProgramName.IsValuePart(Peek) ? TakeWhile(ProgramName.IsValuePart) : throw Unexpected("a value");
    }

    public string Word() => TakeWhile(ProgramName.IsPart);

    public int Integer(string what, int least, int most) => (int)Long(what, least, most);

    public long Long(string what, long least, long most)
    {
        SkipBlanks();
        var start = position;
        if (position < text.Length && text[position] == '-')
        {
            position++;
        }

        var digits = TakeWhile(char.IsAsciiDigit);
        if (digits.Length == 0)
        {
            position = start;
            throw Unexpected(what);
        }

        if (!long.TryParse(text.AsSpan(start, position - start), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) || value < least || value > most)
        {
            throw new ProgramSyntaxException("CIM0802", Line, $"{what} {Excerpt(start)} is outside of {least} … {most}");
        }

        return value;
    }

    public float Float(string what)
    {
        SkipBlanks();
        var start = position;
        var word = TakeWhile(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-');
        if (!float.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !float.IsFinite(value))
        {
            throw new ProgramSyntaxException("CIM0802", Line, $"{what} must be a finite number, found {Excerpt(start)}");
        }

        return value;
    }

    /// <summary>Goes to the start of the next line.</summary>
    /// <returns>How many more blocks were opened than closed on the way.</returns>
    public int SkipLine()
    {
        var depth = 0;
        var quoted = false;
        while (position < text.Length && text[position] != '\n')
        {
            var c = text[position++];
            if (quoted && c == '\\' && position < text.Length && text[position] != '\n')
            {
                position++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted)
            {
                depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            }
        }

        return depth;
    }

    public ProgramSyntaxException Unexpected(string expected)
    {
        SkipBlanks();
        return new ProgramSyntaxException("CIM0801", Line, $"expected {expected}, found {Excerpt(position)}");
    }

    private string Excerpt(int start)
    {
        if (start >= text.Length)
        {
            return "the end of the text";
        }

        var end = start;
        while (end < text.Length && end - start < MaxExcerpt && text[end] != '\n')
        {
            end++;
        }

        return $"'{string.Concat(text.AsSpan(start, end - start).ToString().Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}'";
    }

    private string TakeWhile(Func<char, bool> accept)
    {
        var start = position;
        while (position < text.Length && accept(text[position]))
        {
            position++;
        }

        return text[start..position];
    }

    private string Quoted()
    {
        var start = position;
        var name = new StringBuilder();
        position++;
        while (position < text.Length && text[position] is not ('"' or '\n'))
        {
            name.Append(text[position] == '\\' ? Escape() : text[position++]);
        }

        if (position >= text.Length || text[position] != '"')
        {
            throw new ProgramSyntaxException("CIM0801", Line, $"the quotes are not closed: {Excerpt(start)}");
        }

        position++;
        return name.ToString();
    }

    private char Escape()
    {
        position++;
        if (position < text.Length && text[position] is '"' or '\\')
        {
            return text[position++];
        }

        if (position + 4 < text.Length && text[position] == 'u' && ushort.TryParse(text.AsSpan(position + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
        {
            position += 5;
            return (char)code;
        }

        throw new ProgramSyntaxException("CIM0801", Line, $"""expected \", \\ or \u and four hexadecimal digits, found {Excerpt(position)}""");
    }

    private void SkipBlanks()
    {
        while (position < text.Length)
        {
            var c = text[position];
            if (c == '#')
            {
                while (position < text.Length && text[position] != '\n')
                {
                    position++;
                }
            }
            else if (c is ' ' or '\t' or '\r' or '\n')
            {
                Line += c == '\n' ? 1 : 0;
                position++;
            }
            else
            {
                return;
            }
        }
    }
}
