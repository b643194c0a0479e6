using Cimarron.DualMode.Programs;

namespace Cimarron.Tests.DualMode;

/// <summary>Legal programs for <see cref="SmallChip"/>, one per feature of the language.</summary>
internal static class HandWritten
{
    public const string Chain = """
        program "chain" chip "small"
        tensor x : i8[1,2,6,6] channels input scale=0.05 zero=3
        tensor c1 : i8[1,5,4,4] channels scale=0.1 zero=-20
        tensor r1 : i8[1,5,4,4] channels scale=0.1 zero=-128
        tensor f : i8[1,80] scale=0.1 zero=-128
        tensor y : i8[1,10] output scale=0.2 zero=-1
        operator conv1 : M=16 N=18 K=5 groups=1 pack=1 input=x output=c1 conv(H=6,W=6,R=3,S=3,P=4,Q=4,C=2,K=5,G=1,stride=1,1,dilation=1,1,padding=0,0,0,0)
        operator fc : M=1 N=80 K=10 groups=1 pack=1 input=f output=y
        vector relu1 : Relu(c1) -> r1 elements=80 featurewise
        vector flat : Flatten(r1) -> f elements=80
        code {
          CM.switch(TOM, 10-11)
          MEM.alloc(x, 10)
          MEM.alloc(f, 11)
          EXT.read(x, 0-1)
          CIM.write(conv1, tiles 0-1, arrays 0-3)
          parallel "conv1..flat" {
            CIM.mvm(conv1, tiles 0-1, arrays 0-3, via x)
            VEC.run(relu1, 0-4)
            VEC.run(flat, 0-79)
          }
          MEM.free(x)
          CIM.write(fc, tiles 0-9, arrays 0-9)
          parallel "fc" {
            CIM.mvm(fc, tiles 0-9, arrays 0-9, via f)
          }
          EXT.write(y, 0-9)
        }

        """;

    /// <summary>The rows of the tiles one after the other, partial sums in between, the first columns in one piece.</summary>
    public const string Rows = """
        program "rows" chip "small"
        tensor x : u8[3,40] input scale=0.02 zero=128
        tensor y : i8[3,18] output scale=0.5
        operator fc : M=3 N=40 K=18 groups=1 pack=1 input=x output=y
        code {
          EXT.read(x, 0-39)
          CIM.write(fc, tiles 0-2, arrays 0-2)
          parallel "whole" {
            CIM.mvm(fc, tiles 0-2, arrays 0-2)
          }
          EXT.write(y, 0-7)
          EXT.read(x, 0-39)
          CIM.write(fc, tiles 3-4, arrays 4-5)
          parallel "upper" {
            CIM.mvm(fc, tiles 3-4, arrays 4-5)
          }
          EXT.read(x, 0-39)
          CIM.write(fc, tiles 5, arrays 6)
          parallel "lower" {
            CIM.mvm(fc, tiles 5, arrays 6)
          }
          EXT.write(y, 8-15)
          EXT.read(x, 0-39)
          CIM.write(fc, tiles 6-8, arrays 7-9)
          parallel "last" {
            CIM.mvm(fc, tiles 6, arrays 7)
            CIM.mvm(fc, tiles 7-8, arrays 8-9)
          }
          EXT.write(y, 16-17)
        }

        """;

    public const string Residual = """
        program "residual" chip "small"
        tensor x : i8[4,12] input scale=0.1 zero=5
        tensor a : i8[4,12] scale=0.1 zero=2
        tensor s : i8[4,12] scale=0.2
        tensor y : i8[4,3] output scale=0.3
        operator first : M=4 N=12 K=12 groups=1 pack=1 input=x output=a
        operator second : M=4 N=12 K=3 groups=1 pack=1 input=s output=y
        vector sum : Add(a, x) -> s elements=48 featurewise
        code {
          CM.switch(TOM, 0,11)
          MEM.alloc(x, 0)
          EXT.read(x, 0-11)
          CIM.write(first, tiles 0, arrays 1-2)
          parallel "first" {
            CIM.mvm(first, tiles 0, arrays 1-2, via x)
            VEC.run(sum, 0-7)
          }
          EXT.write(s, 0-7)
          MEM.alloc(s, 11)
          EXT.read(s, 0-7)
          CIM.write(first, tiles 1, arrays 3)
          CIM.write(second, tiles 0, arrays 4)
          parallel "second" {
            CIM.mvm(first, tiles 1, arrays 3, via x)
            VEC.run(sum, 8-11)
            CIM.mvm(second, tiles 0, arrays 4, via s)
          }
          EXT.write(y, 0-2)
        }

        """;

    /// <summary>Two heads; both stationary operands lie in arrays that are switched in place.</summary>
    public const string Attention = """
        program "attention" chip "small"
        tensor x : i8[4,16] input scale=0.05
        tensor q : i8[2,4,8] groups scale=0.1
        tensor k : i8[2,4,8] groups scale=0.1 zero=4
        tensor v : i8[2,4,8] groups scale=0.1
        tensor s : i8[2,4,4] groups scale=0.2
        tensor p : u8[2,4,4] groups scale=0.004
        tensor o : i8[4,16] scale=0.1
        tensor y : i8[4,5] output scale=0.4
        operator qp : M=4 N=16 K=16 groups=1 pack=1 input=x output=q
        operator kp : M=4 N=16 K=16 groups=1 pack=1 input=x output=k
        operator vp : M=4 N=16 K=16 groups=1 pack=1 input=x output=v
        operator qk : M=4 N=8 K=4 groups=2 pack=1 input=q stationary=k transposed output=s
        operator sv : M=4 N=4 K=8 groups=2 pack=1 input=p stationary=v output=o
        operator op : M=4 N=16 K=5 groups=1 pack=1 input=o output=y
        vector softmax : Softmax(s) -> p elements=32 { axis=-1 }
        code {
          CM.switch(TOM, 6,8-11)
          MEM.alloc(q, 6)
          MEM.alloc(k, 8-9, as qk from 0)
          MEM.alloc(v, 10-11, as sv from 0)
          EXT.read(x, 0-15)
          CIM.write(qp, tiles 0-1, arrays 0-1)
          CIM.write(kp, tiles 0-1, arrays 2-3)
          CIM.write(vp, tiles 0-1, arrays 4-5)
          parallel "projections" {
            CIM.mvm(qp, tiles 0-1, arrays 0-1)
            CIM.mvm(kp, tiles 0-1, arrays 2-3)
            CIM.mvm(vp, tiles 0-1, arrays 4-5)
          }
          CM.switch(TOC, 8-11)
          CIM.write(op, tiles 0, arrays 0)
          parallel "attention" {
            CIM.mvm(qk, tiles 0-1, arrays 8-9, via q)
            VEC.run(softmax, 0-7)
            CIM.mvm(sv, tiles 0-1, arrays 10-11)
          }
          EXT.write(o, 0-15)
          EXT.read(o, 0-15)
          parallel "output" {
            CIM.mvm(op, tiles 0, arrays 0)
          }
          EXT.write(y, 0-4)
        }

        """;

    /// <summary>The first head's stationary operand in place, the second one's through external memory.</summary>
    public static string Mixed { get; } = Attention.Replace("CM.switch(TOM, 6,8-11)", "CM.switch(TOM, 6,8,10-11)", StringComparison.Ordinal)
        .Replace("MEM.alloc(k, 8-9, as qk from 0)", "MEM.alloc(k, 8, as qk from 0)", StringComparison.Ordinal)
        .Replace("CM.switch(TOC, 8-11)", "EXT.write(k, 0-15)\n  CM.switch(TOC, 8,10-11)\n  CIM.write(qk, tiles 1, arrays 9)", StringComparison.Ordinal);

    /// <summary>The same product of two computed operands, the stationary one through external memory.</summary>
    public const string Written = """
        program "written" chip "small"
        tensor x : i8[4,16] input scale=0.05
        tensor q : i8[2,4,8] groups scale=0.1
        tensor k : i8[2,4,8] groups scale=0.1
        tensor s : i8[2,4,4] groups output scale=0.2
        operator qp : M=4 N=16 K=16 groups=1 pack=1 input=x output=q
        operator kp : M=4 N=16 K=16 groups=1 pack=1 input=x output=k
        operator qk : M=4 N=8 K=4 groups=2 pack=2 input=q stationary=k transposed output=s
        code {
          EXT.read(x, 0-15)
          CIM.write(qp, tiles 0-1, arrays 0-1)
          CIM.write(kp, tiles 0-1, arrays 2-3)
          parallel "projections" {
            CIM.mvm(qp, tiles 0-1, arrays 0-1)
            CIM.mvm(kp, tiles 0-1, arrays 2-3)
          }
          EXT.write(q, 0-15)
          EXT.write(k, 0-15)
          EXT.read(q, 0-15)
          CIM.write(qk, tiles 0, arrays 4)
          parallel "scores" {
            CIM.mvm(qk, tiles 0, arrays 4)
          }
          EXT.write(s, 0-7)
        }

        """;

    /// <summary>Three layers that hand over in arrays, then a head.</summary>
    public const string Repeated = """
        program "repeated" chip "small"
        tensor h : i8[2,8] input scale=0.1
        tensor t : i8[2,8] scale=0.1
        tensor g : i8[2,8] scale=0.1
        tensor y : i8[2,3] output scale=0.1
        operator layer : M=2 N=8 K=8 groups=1 pack=1 input=h output=t
        operator head : M=2 N=8 K=3 groups=1 pack=1 input=g output=y
        vector act : Relu(t) -> g elements=16 featurewise
        code {
          CM.switch(TOM, 10-11)
          MEM.alloc(h, 10)
          EXT.read(h, 0-7)
          repeat 3 carry g -> h {
            MEM.alloc(t, 11)
            CIM.write(layer, tiles 0, arrays 0)
            parallel "product" {
              CIM.mvm(layer, tiles 0, arrays 0, via h)
            }
            MEM.free(h)
            MEM.alloc(g, 10)
            parallel "activation" {
              VEC.run(act, 0-7)
            }
            MEM.free(t)
          }
          CIM.write(head, tiles 0, arrays 1)
          parallel "head" {
            CIM.mvm(head, tiles 0, arrays 1, via g)
          }
          EXT.write(y, 0-2)
        }

        """;

    /// <summary>The first iteration stands before the block that repeats the others.</summary>
    public static string Unrolled { get; } = Unroll();

    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["chain"] = Chain,
        ["rows"] = Rows,
        ["residual"] = Residual,
        ["attention"] = Attention,
        ["mixed"] = Mixed,
        ["written"] = Written,
        ["repeated"] = Repeated,
        ["unrolled"] = Unrolled,
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static string Unroll()
    {
        const string Head = "  repeat 3 carry g -> h {\n";
        var start = Repeated.IndexOf(Head, StringComparison.Ordinal) + Head.Length;
        var body = Repeated[start..Repeated.IndexOf("\n  }\n  CIM.write(head", StringComparison.Ordinal)];
        var first = string.Join('\n', body.Split('\n').Select(l => l[2..]));
        return Repeated.Replace(Head, $"{first}\n  MEM.carry(g -> h)\n  repeat 2 carry g -> h {{\n", StringComparison.Ordinal);
    }

    public static MetaProgram Program(string name) => ProgramParser.Parse(All[name], name);
}
