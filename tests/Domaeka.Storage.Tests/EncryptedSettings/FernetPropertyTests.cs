using Domaeka.Storage.EncryptedSettings;
using FsCheck;
using FsCheck.Fluent;

namespace Domaeka.Storage.Tests.EncryptedSettings;

public sealed class FernetPropertyTests
{
    private static readonly FernetKey Key = FernetKey.Generate();

    [Fact]
    public void Decrypt_WhatWasEncrypted_IsGivenBack() => Prop.ForAll<byte[]>(plaintext =>
    {
        var token = Fernet.Encrypt(Key, plaintext, Samples.Now);
        return Fernet.Decrypt(Key, token, out var opened) == FernetFailure.None && opened.AsSpan().SequenceEqual(plaintext);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decrypt_AnyByteOfTheTokenAltered_IsRefused() => Prop.ForAll<byte[], NonNegativeInt, PositiveInt>((plaintext, place, change) =>
    {
        var token = Fernet.Encrypt(Key, plaintext, Samples.Now).ToCharArray();
        var at = place.Get % token.Length;
        token[at] = (char)(token[at] ^ ((change.Get % 255) + 1));
        return IsRefused(new string(token));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decrypt_AnyBitInsideAltered_IsRefused() => Prop.ForAll<byte[], NonNegativeInt>((plaintext, place) =>
    {
        Assert.True(FernetText.TryDecode(Fernet.Encrypt(Key, plaintext, Samples.Now), out var bytes));
        var bit = place.Get % (bytes.Length * 8);
        bytes[bit / 8] ^= (byte)(1 << (bit % 8));
        return IsRefused(FernetText.Encode(bytes));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decrypt_AnyEndCutOff_IsRefused() => Prop.ForAll<byte[], PositiveInt>((plaintext, count) =>
    {
        var token = Fernet.Encrypt(Key, plaintext, Samples.Now);
        return IsRefused(token[..^(((count.Get - 1) % token.Length) + 1)]);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Decrypt_AnyText_IsRefused() =>
        Prop.ForAll<string?>(text => IsRefused(text ?? "")).QuickCheckThrowOnFailure();

    private static bool IsRefused(string token) =>
        Fernet.Decrypt(Key, token, out var opened) != FernetFailure.None && opened.Length == 0;
}
