namespace Domaeka.EndToEnd.Tests.Support;

/// <summary>A way to let a running server have no space for its data.</summary>
internal interface IScarcity
{
    /// <summary>What starts the server in its turn; null for nothing.</summary>
    IReadOnlyList<string>? Wrapper { get; }

    /// <summary>Where the data of the server with this process id is, as this process sees it.</summary>
    string DirectoryOf(int processId);

    /// <summary>From now on there is no space.</summary>
    void Begin(int processId);

    /// <summary>There is space again.</summary>
    void End(int processId);
}
