using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Domaeka.Storage.EncryptedSettings;

namespace Domaeka.Storage.Tests.EncryptedSettings;

/// <summary>The vectors of the specification (<c>generate.json</c>, <c>invalid.json</c>), and what they leave out.</summary>
public sealed class FernetTests
{
    private const string Secret = "cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4=";
    private const string Token = "gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==";

    private static readonly DateTimeOffset Now = new(1985, 10, 26, 1, 20, 0, TimeSpan.FromHours(-7));

    [Fact]
    public void Encrypt_VectorOfTheSpecification_IsTheToken()
    {
        byte[] iv = [.. Enumerable.Range(0, 16).Select(number => (byte)number)];

        Assert.Equal(Token, Fernet.Encrypt(Key(Secret), "hello"u8, Now, iv));
    }

    [Fact]
    public void Decrypt_VectorOfTheSpecification_IsOpenedHoweverOld()
    {
        Assert.Equal(FernetFailure.None, Fernet.Decrypt(Key(Secret), Token, out var plaintext));

        Assert.Equal("hello", Encoding.ASCII.GetString(plaintext));
    }

    [Fact]
    public void Decrypt_AnotherKey_IsWrongKeyOrAltered()
    {
        Assert.Equal(FernetFailure.WrongKeyOrAltered, Fernet.Decrypt(FernetKey.Generate(), Token, out var plaintext));

        Assert.Empty(plaintext);
    }

    [Fact]
    public void Decrypt_TooShortOrUneven_IsTruncated()
    {
        foreach (var length in Enumerable.Range(0, 89).Where(length => length is not (73 or 89)))
        {
            var bytes = new byte[length];
            bytes.AsSpan(0, Math.Min(1, length)).Fill(0x80);

            Assert.Equal(FernetFailure.Truncated, Fernet.Decrypt(Key(Secret), FernetText.Encode(bytes), out _));
        }
    }

    [Theory]
    [InlineData("%%%%%%%%%%%%%AECAwQFBgcICQoLDA0OD3HkMATM5lFqGaerZ-fWPAl1-szkFVzXTuGb4hR8AKtwcaX1YdykRtfsH-p1YsUD2Q==")]
    [InlineData("gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA=")]
    [InlineData("gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ/eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDA==")]
    [InlineData("gAAAAAAdwJ6wAAECAwQFBgcICQoLDA0ODy021cpGVWKZ_eEwCGM4BLLF_5CV9dOPmrhuVUPgJobwOz7JcbmrR64jVmpU4IwqDB==")]
    [InlineData("g\u0000==")]
    [InlineData("가나다라")]
    public void Decrypt_NotCanonicalBase64Url_IsNotBase64(string token) =>
        Assert.Equal(FernetFailure.NotBase64, Fernet.Decrypt(Key(Secret), token, out _));

    [Fact]
    public void Decrypt_AnotherVersion_IsUnknown() =>
        Assert.Equal(FernetFailure.UnknownVersion, Fernet.Decrypt(Key(Secret), "gQ" + Token[2..], out _));

    [Fact]
    public void Decrypt_WrongPaddingUnderARightMac_IsBadPadding()
    {
        var key = FernetKey.Generate();
        using var aes = Aes.Create();
        aes.Key = key.Encryption;
        var iv = new byte[16];
        var head = new byte[25];
        head[0] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(head.AsSpan(1), Now.ToUnixTimeSeconds());
        byte[] signed = [.. head, .. aes.EncryptCbc(new byte[16], iv, PaddingMode.None)];

        var token = FernetText.Encode([.. signed, .. HMACSHA256.HashData(key.Signing, signed)]);

        Assert.Equal(FernetFailure.BadPadding, Fernet.Decrypt(key, token, out _));
    }

    [Theory]
    [InlineData(Secret, true)]
    [InlineData(" " + Secret + "\r\n", true)]
    [InlineData("cw/0x689RpI+jtRR7oE8h/eQsKImvJapLeSbXpwF4e4=", true)]
    [InlineData("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4e4", false)]
    [InlineData("cw_0x689RpI-jtRR7oE8h_eQsKImvJapLeSbXpwF4Q==", false)]
    [InlineData("", false)]
    public void TryParse_Text_IsAKeyOfThirtyTwoBytes(string text, bool isKey) => Assert.Equal(isKey, FernetKey.TryParse(text, out _));

    [Fact]
    public void ToString_Key_DoesNotShowIt() => Assert.DoesNotContain(Secret[..8], Key(Secret).ToString(), StringComparison.Ordinal);

    private static FernetKey Key(string text) => FernetKey.TryParse(text, out var key) ? key : throw new ArgumentException("No key.", nameof(text));
}
