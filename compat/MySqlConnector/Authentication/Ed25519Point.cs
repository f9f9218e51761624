using System.Numerics;

namespace MySqlConnector.Authentication;

/// <summary>
/// A point of the curve edwards25519 in extended coordinates (RFC 8032, 5.1). .NET has no Ed25519; this one takes a time that depends
/// on the numbers, which a log-in over a network can afford.
/// </summary>
internal readonly struct Ed25519Point(BigInteger x, BigInteger y, BigInteger z, BigInteger t)
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger TwiceD = 2 * Reduce(-121665 * Invert(121666));

    private readonly BigInteger _x = x;
    private readonly BigInteger _y = y;
    private readonly BigInteger _z = z;
    private readonly BigInteger _t = t;

    /// <summary>The order of <see cref="Base"/>.</summary>
    public static BigInteger Order { get; } = BigInteger.Pow(2, 252) + BigInteger.Parse("27742317777372353535851937790883648493", null);

    /// <summary>The base point, whose y is 4/5.</summary>
    public static Ed25519Point Base { get; } = FromAffine(
        BigInteger.Parse("15112221349535400772501151409588531511454012693041857206046113283949847762202", null),
        Reduce(4 * Invert(5)));

    private static Ed25519Point Neutral => FromAffine(0, 1);

    public Ed25519Point Multiply(BigInteger factor)
    {
        var result = Neutral;
        for (var bit = (int)factor.GetBitLength() - 1; bit >= 0; bit--)
        {
            result = result.Add(result);
            if (!(factor >> bit).IsEven)
                result = result.Add(this);
        }

        return result;
    }

    /// <summary>RFC 8032, 5.1.2: y, lowest byte first, and the lowest bit of x in the highest bit.</summary>
    public byte[] Encode()
    {
        var inverse = Invert(_z);
        var bytes = new byte[32];
        Reduce(_y * inverse).TryWriteBytes(bytes, out _, isUnsigned: true);
        if (!Reduce(_x * inverse).IsEven)
            bytes[31] |= 0x80;
        return bytes;
    }

    // RFC 8032, 5.1.4; holds for equal points, too.
    private Ed25519Point Add(in Ed25519Point other)
    {
        var a = Reduce((_y - _x) * (other._y - other._x));
        var b = Reduce((_y + _x) * (other._y + other._x));
        var c = Reduce(Reduce(_t * TwiceD) * other._t);
        var d = Reduce(2 * _z * other._z);
        var e = b - a;
        var f = d - c;
        var g = d + c;
        var h = b + a;
        return new Ed25519Point(Reduce(e * f), Reduce(g * h), Reduce(f * g), Reduce(e * h));
    }

    private static Ed25519Point FromAffine(BigInteger x, BigInteger y) => new(x, y, 1, Reduce(x * y));

    private static BigInteger Invert(BigInteger value) => BigInteger.ModPow(Reduce(value), Prime - 2, Prime);

    private static BigInteger Reduce(BigInteger value)
    {
        var rest = value % Prime;
        return rest.Sign < 0 ? rest + Prime : rest;
    }
}
