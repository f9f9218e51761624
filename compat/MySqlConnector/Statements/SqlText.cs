using MySqlConnector.Protocol.Packets;

namespace MySqlConnector.Statements;

/// <summary>Writes the text of a command with its parameters' values in place of their names.</summary>
internal static class SqlText
{
    /// <summary>Writes the text; @name without a parameter is left to the server when user variables are allowed.</summary>
    /// <returns>How many statements the text has, and whether the last one lacks its semicolon. A rest without a statement is none.</returns>
    public static (int Statements, bool IsOpen) Write(
        PayloadWriter writer, ReadOnlySpan<char> sql, MySqlParameterCollection? parameters, LiteralContext context, bool allowUserVariables)
    {
        var scanner = new SqlScanner(sql, context.NoBackslashEscapes);
        var copied = 0;
        var positional = 0;
        var ended = 0;
        var statements = 0;
        while (true)
        {
            var token = scanner.Next();
            switch (token.Kind)
            {
                case SqlTokenKind.End:
                    writer.WriteUtf8(sql[copied..]);
                    return IsBlank(sql[ended..]) ? (statements, false) : (statements + 1, true);
                case SqlTokenKind.StatementEnd:
                    statements++;
                    ended = token.Start + 1;
                    break;
                default:
                    var parameter = Find(parameters, sql, token, ref positional, allowUserVariables);
                    if (parameter is null)
                        break;
                    writer.WriteUtf8(sql[copied..token.Start]);
                    SqlLiterals.Write(writer, parameter, context);
                    copied = token.Start + token.Length;
                    break;
            }
        }
    }

    /// <summary>Whether the text holds nothing but white space, semicolons and comments, which the server would call an empty query.</summary>
    public static bool IsBlank(ReadOnlySpan<char> sql)
    {
        while (true)
        {
            sql = sql.TrimStart(" \t\r\n\f\v;");
            switch (sql)
            {
                case []:
                    return true;
                case ['#', ..]:
                case ['-', '-']:
                case ['-', '-', <= ' ', ..]:
                    var end = sql.IndexOf('\n');
                    sql = end < 0 ? default : sql[(end + 1)..];
                    break;
                // What begins with /*! or /*M! is run by the server.
                case ['/', '*', not ('!' or 'M'), ..]:
                    var close = sql[2..].IndexOf("*/");
                    sql = close < 0 ? default : sql[(close + 4)..];
                    break;
                default:
                    return false;
            }
        }
    }

    /// <summary>The parameter that the token names; null when it is a user variable.</summary>
    public static MySqlParameter? Find(
        MySqlParameterCollection? parameters, ReadOnlySpan<char> sql, SqlToken token, ref int positional, bool allowUserVariables)
    {
        if (token.Kind == SqlTokenKind.PositionalParameter)
        {
            var count = parameters?.Count ?? 0;
            return positional < count
                ? parameters![positional++]
                : throw new MySqlException($"Parameter index {positional} is invalid when only {count} parameter{(count == 1 ? " is" : "s are")} defined.");
        }

        var name = sql.Slice(token.Start, token.Length);
        var index = parameters?.NormalizedIndexOf(ParameterNames.Normalize(name)) ?? -1;
        if (index >= 0)
            return parameters![index];
        if (allowUserVariables && name[0] == '@')
            return null;
        throw new MySqlException(
            $"Parameter '{name}' must be defined. To use this as a variable, set 'Allow User Variables=true' in the connection string.");
    }
}
