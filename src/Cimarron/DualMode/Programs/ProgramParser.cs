using System.Collections.Immutable;

namespace Cimarron.DualMode.Programs;

/// <summary>
/// Reads the text of a program (grammar in <c>docs/meta-program.md</c>). It checks the form alone: whether names exist and the program is legal is for
/// <see cref="ProgramValidator"/> to say.
/// </summary>
public sealed class ProgramParser
{
    /// <summary>Errors reported at most.</summary>
    public const int MaxErrors = 20;

    /// <summary>Blocks inside of each other at most.</summary>
    public const int MaxDepth = 16;

    private readonly ProgramScanner scanner;
    private readonly DeclarationParser declarations;
    private readonly InstructionParser instructions;
    private readonly string file;
    private readonly List<Diagnostic> errors = [];

    private ProgramParser(string text, string file)
    {
        this.file = file;
        scanner = new ProgramScanner(text);
        declarations = new DeclarationParser(scanner);
        instructions = new InstructionParser(scanner);
    }

    /// <summary>The program of a text.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="file">The file it is from, for messages.</param>
    /// <exception cref="DiagnosticException">CIM0801 (form), CIM0802 (a number out of range), CIM0803 (a name declared twice) or CIM0804 (nested too deeply): all errors with their lines, the first
    /// <see cref="MaxErrors"/> of them.</exception>
    public static MetaProgram Parse(string text, string file)
    {
        var parser = new ProgramParser(text, file);
        MetaProgram? program = null;
        try
        {
            program = parser.Program();
        }
        catch (ProgramSyntaxException e)
        {
            parser.Add(e);
        }
        catch (TooManyErrorsException)
        {
            // What has been collected is enough.
        }

        return parser.errors.Count == 0 && program is not null ? program : throw new DiagnosticException(parser.errors);
    }

    private MetaProgram Program()
    {
        var head = declarations.Head();
        while (!scanner.TryTake("code"))
        {
            if (scanner.IsAtEnd)
            {
                throw scanner.Unexpected("'tensor', 'operator', 'vector' or 'code'");
            }

            Guarded(declarations.Declaration, 1);
        }

        scanner.Take("{");
        var code = Body(1);
        if (!scanner.IsAtEnd)
        {
            throw scanner.Unexpected("the end of the text");
        }

        return head with
        {
            Tensors = declarations.Tensors.ToImmutable(),
            Operators = declarations.Operators.ToImmutable(),
            Vectors = declarations.Vectors.ToImmutable(),
            Code = code,
        };
    }

    /// <summary>Statements up to and including the closing brace.</summary>
    private ImmutableArray<Statement> Body(int depth)
    {
        if (depth > MaxDepth)
        {
            Report(new ProgramSyntaxException("CIM0804", scanner.Line, $"more than {MaxDepth} blocks inside of each other"));
            throw new TooManyErrorsException();
        }

        var body = ImmutableArray.CreateBuilder<Statement>();
        while (!scanner.TryTake("}"))
        {
            if (scanner.IsAtEnd)
            {
                throw scanner.Unexpected("'}'");
            }

            Guarded(() => body.Add(Statement(depth)), depth);
        }

        return body.ToImmutable();
    }

    private Statement Statement(int depth)
    {
        if (scanner.TryTake("parallel"))
        {
            var name = scanner.Name("the name of the segment");
            scanner.Take("{");
            var line = scanner.Line;
            var body = Body(depth + 1);
            return body.All(s => s is Instruction)
                ? new ParallelBlock(name, [.. body.Cast<Instruction>()])
                : throw new ProgramSyntaxException("CIM0801", line, "a parallel block holds instructions only");
        }

        if (scanner.TryTake("repeat"))
        {
            var count = scanner.Integer("a count", 0, int.MaxValue);
            var carries = instructions.Carries();
            scanner.Take("{");
            return new RepeatBlock(count, carries, Body(depth + 1));
        }

        return instructions.Instruction();
    }

    /// <summary>Reads something; after an error it goes on with the next line, and reads a block that the bad line has opened, so that later lines are judged in their place.</summary>
    private void Guarded(Action read, int depth)
    {
        try
        {
            read();
        }
        catch (ProgramSyntaxException e)
        {
            Report(e);
            if (!scanner.IsAtEnd && scanner.SkipLine() > 0)
            {
                Body(depth + 1);
            }
        }
    }

    private void Add(ProgramSyntaxException e) =>
        errors.Add(Diagnostic.Error(e.Code, e.Message, file, e.Line, hint: e.Code == "CIM0801" ? "see the grammar in docs/meta-program.md" : null));

    private void Report(ProgramSyntaxException e)
    {
        Add(e);
        if (errors.Count >= MaxErrors)
        {
            throw new TooManyErrorsException();
        }
    }

    private sealed class TooManyErrorsException : Exception;
}
