using System.Buffers;

namespace MySqlConnector.Statements;

/// <summary>
/// Finds parameters and the ends of statements in SQL, past strings, quoted names and comments (MariaDB, "String Literals",
/// "Identifier Names", "Comment Syntax"). What lies in a comment is never a parameter, not even in those that the server runs.
/// </summary>
internal ref struct SqlScanner(ReadOnlySpan<char> sql, bool noBackslashEscapes)
{
    private static readonly SearchValues<char> Interesting = SearchValues.Create("'\"`#-/@?;");

    private readonly ReadOnlySpan<char> _sql = sql;
    private int _position;

    /// <summary>The next token; <see cref="SqlTokenKind.End"/> from the end on.</summary>
    public SqlToken Next()
    {
        while (true)
        {
            var offset = _sql[_position..].IndexOfAny(Interesting);
            if (offset < 0)
            {
                _position = _sql.Length;
                return new SqlToken(SqlTokenKind.End, _sql.Length, 0);
            }

            _position += offset;
            var start = _position;
            switch (_sql[start])
            {
                case '\'' or '"' or '`':
                    SkipQuoted();
                    break;
                case '#':
                    SkipLine();
                    break;
                case '-':
                    if (StartsComment(start))
                        SkipLine();
                    else
                        _position++;
                    break;
                case '/':
                    if (Peek(1) == '*')
                        SkipBlockComment();
                    else
                        _position++;
                    break;
                case ';':
                    _position++;
                    return new SqlToken(SqlTokenKind.StatementEnd, start, 1);
                case '?':
                    _position++;
                    SkipName();
                    return new SqlToken(
                        _position - start > 1 ? SqlTokenKind.NamedParameter : SqlTokenKind.PositionalParameter, start, _position - start);
                default:
                    if (ReadAtSign())
                        return new SqlToken(SqlTokenKind.NamedParameter, start, _position - start);
                    break;
            }
        }
    }

    // @name and @'name' may be parameters; @@name is a system variable, and what follows a quote is the host of an account ('user'@'host').
    private bool ReadAtSign()
    {
        var start = _position++;
        if (Peek(0) == '@')
        {
            _position++;
            SkipName();
            return false;
        }

        var followsQuote = start > 0 && _sql[start - 1] is ('\'' or '"' or '`');
        if (Peek(0) is '\'' or '"' or '`')
        {
            // user@'host' is an account, too, while SELECT@x is none.
            var followsName = start > 0 && IsNameCharacter(_sql[start - 1]);
            SkipQuoted();
            return !followsQuote && !followsName;
        }

        SkipName();
        return !followsQuote && _position - start > 1;
    }

    private void SkipName()
    {
        while (_position < _sql.Length && IsNameCharacter(_sql[_position]))
            _position++;
    }

    private void SkipQuoted()
    {
        var quote = _sql[_position++];
        // In names quoted by ` a backslash is just a backslash.
        var escapes = !noBackslashEscapes && quote != '`';
        while (_position < _sql.Length)
        {
            var offset = escapes ? _sql[_position..].IndexOfAny(quote, '\\') : _sql[_position..].IndexOf(quote);
            if (offset < 0)
                break;
            _position += offset;
            if (_sql[_position] == '\\')
            {
                _position = Math.Min(_position + 2, _sql.Length);
                continue;
            }

            // A doubled quote is a quote in the text.
            _position++;
            if (Peek(0) != quote)
                return;
            _position++;
        }

        _position = _sql.Length;
    }

    // Two dashes begin a comment only before a space, a control character or the end.
    private readonly bool StartsComment(int at) =>
        at + 1 < _sql.Length && _sql[at + 1] == '-' && (at + 2 == _sql.Length || _sql[at + 2] <= ' ');

    private void SkipLine()
    {
        var offset = _sql[_position..].IndexOf('\n');
        _position = offset < 0 ? _sql.Length : _position + offset + 1;
    }

    private void SkipBlockComment()
    {
        var offset = _sql[(_position + 2)..].IndexOf("*/");
        _position = offset < 0 ? _sql.Length : _position + 2 + offset + 2;
    }

    private readonly char Peek(int ahead) => _position + ahead < _sql.Length ? _sql[_position + ahead] : '\0';

    private static bool IsNameCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || character is '_' or '$' or '.' || character >= 0x80;
}
