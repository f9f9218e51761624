namespace Domaeka.Storage.EncryptedSettings;

/// <summary>Why a Fernet token cannot be opened (Fernet Spec, "Verifying").</summary>
internal enum FernetFailure
{
    /// <summary>It was opened.</summary>
    None,

    /// <summary>It is not base64url with its padding, as the specification wants a token.</summary>
    NotBase64,

    /// <summary>It is too short, or ends within a block.</summary>
    Truncated,

    /// <summary>It does not begin with the version 0x80.</summary>
    UnknownVersion,

    /// <summary>The HMAC is another one: the key is wrong, or the token was altered. Nothing in a token tells the two apart.</summary>
    WrongKeyOrAltered,

    /// <summary>The HMAC is right, but what is inside was not padded: whoever made the token made it wrong.</summary>
    BadPadding,
}
