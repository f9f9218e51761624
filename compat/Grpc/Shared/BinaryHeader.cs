namespace Grpc.Shared;

/// <summary>Reads the base64 of <c>-bin</c> headers, padded or not.</summary>
internal static class BinaryHeader
{
    public static byte[] Decode(ReadOnlySpan<char> base64)
    {
        // A length of 4n+1 is no base64; the padding that is added then makes Convert refuse it.
        var padding = (4 - (base64.Length & 3)) & 3;
        return padding == 0
            ? Convert.FromBase64String(base64.ToString())
            : Convert.FromBase64String(string.Concat(base64, "===".AsSpan(0, padding)));
    }
}
