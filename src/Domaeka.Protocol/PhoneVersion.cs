using System.Globalization;

namespace Domaeka.Protocol;

/// <summary>The version of a bridge script, as far as the wire depends on it. Suffixes (<c>3.2.1+abc</c>) are ignored.</summary>
/// <param name="Major">First number.</param>
/// <param name="Minor">Second number; 0 when missing.</param>
/// <param name="Patch">Third number; 0 when missing.</param>
public readonly record struct PhoneVersion(int Major, int Minor, int Patch) : IComparable<PhoneVersion>
{
    /// <summary>First version of the v3.3 dialect.</summary>
    public static readonly PhoneVersion FirstV33 = new(3, 3, 0);

    /// <summary>First version that answers a ping with <c>pong</c>; earlier ones, 3.3.2 included, answer with <c>ping</c>.</summary>
    public static readonly PhoneVersion FirstPong = new(3, 3, 3);

    /// <summary>First version that reads <c>media_wait_time</c>, and that closes on <c>success:false</c>.</summary>
    public static readonly PhoneVersion FirstMediaWait = new(3, 2, 1);

    /// <summary>The dialect that scripts of this version speak.</summary>
    public WireDialect Dialect => CompareTo(FirstV33) >= 0 ? WireDialect.V33 : WireDialect.Legacy;

    /// <summary>Compares two versions.</summary>
    public static bool operator <(PhoneVersion left, PhoneVersion right) => left.CompareTo(right) < 0;

    /// <summary>Compares two versions.</summary>
    public static bool operator >(PhoneVersion left, PhoneVersion right) => left.CompareTo(right) > 0;

    /// <summary>Compares two versions.</summary>
    public static bool operator <=(PhoneVersion left, PhoneVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Compares two versions.</summary>
    public static bool operator >=(PhoneVersion left, PhoneVersion right) => left.CompareTo(right) >= 0;

    /// <summary>Reads up to three numbers separated by dots and ignores what follows them.</summary>
    /// <param name="text">The version as the phone sent it; null is no version.</param>
    /// <param name="version">The numbers read; 0.0.0 when false is returned.</param>
    /// <returns>False when the text does not start with a number of at most six digits.</returns>
    public static bool TryParse(string? text, out PhoneVersion version)
    {
        var rest = text.AsSpan();
        version = default;
        if (!TakeNumber(ref rest, out var major))
            return false;

        var minor = 0;
        var patch = 0;
        if (TakeDot(ref rest) && TakeNumber(ref rest, out minor) && TakeDot(ref rest))
            TakeNumber(ref rest, out patch);

        version = new PhoneVersion(major, minor, patch);
        return true;
    }

    /// <summary>The dialect of a version text; legacy when it is missing or unreadable.</summary>
    /// <param name="version">The version as the phone sent it; null is no version.</param>
    public static WireDialect DialectOf(string? version) =>
        TryParse(version, out var parsed) ? parsed.Dialect : WireDialect.Legacy;

    /// <inheritdoc/>
    public int CompareTo(PhoneVersion other) => (Major, Minor, Patch).CompareTo((other.Major, other.Minor, other.Patch));

    private static bool TakeNumber(ref ReadOnlySpan<char> rest, out int number)
    {
        var length = rest.IndexOfAnyExceptInRange('0', '9');
        if (length < 0)
            length = rest.Length;
        number = 0;
        if (length is 0 or > 6)
            return false;

        number = int.Parse(rest[..length], NumberStyles.None, CultureInfo.InvariantCulture);
        rest = rest[length..];
        return true;
    }

    private static bool TakeDot(ref ReadOnlySpan<char> rest)
    {
        if (!rest.StartsWith('.'))
            return false;
        rest = rest[1..];
        return true;
    }
}
