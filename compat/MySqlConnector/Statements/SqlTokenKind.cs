namespace MySqlConnector.Statements;

/// <summary>What <see cref="SqlScanner"/> stops at.</summary>
internal enum SqlTokenKind
{
    /// <summary>@name or ?name, the mark included.</summary>
    NamedParameter,

    /// <summary>A lone ?.</summary>
    PositionalParameter,

    /// <summary>A semicolon between two statements.</summary>
    StatementEnd,

    /// <summary>The end of the text.</summary>
    End,
}
