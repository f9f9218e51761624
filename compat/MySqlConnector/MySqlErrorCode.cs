namespace MySqlConnector;

/// <summary>
/// What kind of error a <see cref="MySqlException"/> tells. Positive numbers are the server's (MySQL, "Server Error Message Reference";
/// MariaDB, "MariaDB Error Codes"); a number without a name here is as good as one with a name.
/// </summary>
public enum MySqlErrorCode
{
    /// <summary>The delegate that provides passwords failed.</summary>
    ProvidePasswordCallbackFailed = -4,

    /// <summary>DELIMITER is a command of the mysql client, not of the server.</summary>
    DelimiterNotSupported = -3,

    /// <summary>A bulk copy copied fewer rows than its source held.</summary>
    BulkCopyFailed = -2,

    /// <summary>The time-out of the command expired before it was done.</summary>
    CommandTimeoutExpired = -1,

    /// <summary>No number: the connection broke, or the error was found on this side.</summary>
    None = 0,

    /// <summary>ER_DB_CREATE_EXISTS.</summary>
    DatabaseCreateExists = 1007,

    /// <summary>ER_DB_DROP_EXISTS.</summary>
    DatabaseDropExists = 1008,

    /// <summary>ER_DISK_FULL.</summary>
    DiskFull = 1021,

    /// <summary>ER_OUTOFMEMORY.</summary>
    OutOfMemory = 1037,

    /// <summary>ER_CON_COUNT_ERROR: the server has no connection left.</summary>
    ConnectionCountError = 1040,

    /// <summary>ER_OUT_OF_RESOURCES.</summary>
    OutOfResources = 1041,

    /// <summary>ER_BAD_HOST_ERROR; also when no connection could be made from this side.</summary>
    UnableToConnectToHost = 1042,

    /// <summary>ER_HANDSHAKE_ERROR.</summary>
    HandshakeError = 1043,

    /// <summary>ER_DBACCESS_DENIED_ERROR.</summary>
    DatabaseAccessDenied = 1044,

    /// <summary>ER_ACCESS_DENIED_ERROR.</summary>
    AccessDenied = 1045,

    /// <summary>ER_NO_DB_ERROR.</summary>
    NoDatabaseSelected = 1046,

    /// <summary>ER_UNKNOWN_COM_ERROR.</summary>
    UnknownCommand = 1047,

    /// <summary>ER_BAD_NULL_ERROR.</summary>
    ColumnCannotBeNull = 1048,

    /// <summary>ER_BAD_DB_ERROR.</summary>
    UnknownDatabase = 1049,

    /// <summary>ER_TABLE_EXISTS_ERROR.</summary>
    TableExists = 1050,

    /// <summary>ER_BAD_TABLE_ERROR.</summary>
    BadTable = 1051,

    /// <summary>ER_NON_UNIQ_ERROR.</summary>
    NonUnique = 1052,

    /// <summary>ER_SERVER_SHUTDOWN.</summary>
    ServerShutdown = 1053,

    /// <summary>ER_BAD_FIELD_ERROR.</summary>
    BadFieldError = 1054,

    /// <summary>ER_WRONG_VALUE_COUNT.</summary>
    WrongValueCount = 1058,

    /// <summary>ER_DUP_FIELDNAME.</summary>
    DuplicateFieldName = 1060,

    /// <summary>ER_DUP_KEYNAME.</summary>
    DuplicateKeyName = 1061,

    /// <summary>ER_DUP_ENTRY.</summary>
    DuplicateKeyEntry = 1062,

    /// <summary>ER_PARSE_ERROR.</summary>
    ParseError = 1064,

    /// <summary>ER_EMPTY_QUERY.</summary>
    EmptyQuery = 1065,

    /// <summary>ER_MULTIPLE_PRI_KEY.</summary>
    MultiplePrimaryKey = 1068,

    /// <summary>ER_TOO_LONG_KEY.</summary>
    TooLongKey = 1071,

    /// <summary>ER_KEY_COLUMN_DOES_NOT_EXITS.</summary>
    KeyColumnDoesNotExist = 1072,

    /// <summary>ER_NORMAL_SHUTDOWN.</summary>
    NormalShutdown = 1077,

    /// <summary>ER_FORCING_CLOSE.</summary>
    ForcingClose = 1080,

    /// <summary>ER_CANT_DROP_FIELD_OR_KEY.</summary>
    CannotDropFieldOrKey = 1091,

    /// <summary>ER_NO_SUCH_THREAD.</summary>
    NoSuchThread = 1094,

    /// <summary>ER_KILL_DENIED_ERROR.</summary>
    KillDenied = 1095,

    /// <summary>ER_UNKNOWN_ERROR.</summary>
    UnknownError = 1105,

    /// <summary>ER_UNKNOWN_TABLE.</summary>
    UnknownTable = 1109,

    /// <summary>ER_UNKNOWN_CHARACTER_SET.</summary>
    UnknownCharacterSet = 1115,

    /// <summary>ER_TOO_BIG_ROWSIZE.</summary>
    TooBigRowSize = 1118,

    /// <summary>ER_HOST_IS_BLOCKED.</summary>
    HostIsBlocked = 1129,

    /// <summary>ER_HOST_NOT_PRIVILEGED.</summary>
    HostNotPrivileged = 1130,

    /// <summary>ER_WRONG_VALUE_COUNT_ON_ROW.</summary>
    WrongValueCountOnRow = 1136,

    /// <summary>ER_TABLEACCESS_DENIED_ERROR.</summary>
    TableAccessDenied = 1142,

    /// <summary>ER_COLUMNACCESS_DENIED_ERROR.</summary>
    ColumnAccessDenied = 1143,

    /// <summary>ER_NO_SUCH_TABLE.</summary>
    NoSuchTable = 1146,

    /// <summary>ER_NOT_ALLOWED_COMMAND.</summary>
    NotAllowedCommand = 1148,

    /// <summary>ER_SYNTAX_ERROR.</summary>
    SyntaxError = 1149,

    /// <summary>ER_ABORTING_CONNECTION.</summary>
    AbortingConnection = 1152,

    /// <summary>ER_NET_PACKET_TOO_LARGE: longer than the server's max_allowed_packet.</summary>
    PacketTooLarge = 1153,

    /// <summary>ER_NET_PACKETS_OUT_OF_ORDER.</summary>
    NetPacketsOutOfOrder = 1156,

    /// <summary>ER_NET_READ_ERROR.</summary>
    NetReadError = 1158,

    /// <summary>ER_NET_READ_INTERRUPTED.</summary>
    NetReadInterrupted = 1159,

    /// <summary>ER_NET_ERROR_ON_WRITE.</summary>
    NetErrorOnWrite = 1160,

    /// <summary>ER_NET_WRITE_INTERRUPTED.</summary>
    NetWriteInterrupted = 1161,

    /// <summary>ER_TOO_MANY_ROWS.</summary>
    TooManyRows = 1172,

    /// <summary>ER_LOCK_OR_ACTIVE_TRANSACTION.</summary>
    LockOrActiveTransaction = 1192,

    /// <summary>ER_UNKNOWN_SYSTEM_VARIABLE.</summary>
    UnknownSystemVariable = 1193,

    /// <summary>ER_TOO_MANY_USER_CONNECTIONS.</summary>
    TooManyUserConnections = 1203,

    /// <summary>ER_LOCK_WAIT_TIMEOUT.</summary>
    LockWaitTimeout = 1205,

    /// <summary>ER_LOCK_TABLE_FULL.</summary>
    LockTableFull = 1206,

    /// <summary>ER_READ_ONLY_TRANSACTION.</summary>
    ReadOnlyTransaction = 1207,

    /// <summary>ER_WRONG_ARGUMENTS.</summary>
    WrongArguments = 1210,

    /// <summary>ER_LOCK_DEADLOCK.</summary>
    LockDeadlock = 1213,

    /// <summary>ER_CANNOT_ADD_FOREIGN.</summary>
    CannotAddForeignConstraint = 1215,

    /// <summary>ER_NO_REFERENCED_ROW.</summary>
    NoReferencedRow = 1216,

    /// <summary>ER_ROW_IS_REFERENCED.</summary>
    RowIsReferenced = 1217,

    /// <summary>ER_USER_LIMIT_REACHED.</summary>
    UserLimitReached = 1226,

    /// <summary>ER_SPECIFIC_ACCESS_DENIED_ERROR.</summary>
    SpecifiedAccessDeniedError = 1227,

    /// <summary>ER_WRONG_VALUE_FOR_VAR.</summary>
    WrongValueForVariable = 1231,

    /// <summary>ER_NOT_SUPPORTED_YET.</summary>
    NotSupportedYet = 1235,

    /// <summary>ER_UNKNOWN_STMT_HANDLER.</summary>
    UnknownStatementHandler = 1243,

    /// <summary>ER_NOT_SUPPORTED_AUTH_MODE.</summary>
    NotSupportedAuthMode = 1251,

    /// <summary>ER_WARN_DATA_OUT_OF_RANGE.</summary>
    WarningDataOutOfRange = 1264,

    /// <summary>WARN_DATA_TRUNCATED.</summary>
    WarningDataTruncated = 1265,

    /// <summary>ER_CANT_AGGREGATE_2COLLATIONS.</summary>
    CannotAggregateTwoCollations = 1267,

    /// <summary>ER_UNKNOWN_COLLATION.</summary>
    UnknownCollation = 1273,

    /// <summary>ER_UNKNOWN_STORAGE_ENGINE.</summary>
    UnknownStorageEngine = 1286,

    /// <summary>ER_OPTION_PREVENTS_STATEMENT.</summary>
    OptionPreventsStatement = 1290,

    /// <summary>ER_TRUNCATED_WRONG_VALUE.</summary>
    TruncatedWrongValue = 1292,

    /// <summary>ER_UNSUPPORTED_PS.</summary>
    UnsupportedPreparedStatement = 1295,

    /// <summary>ER_UNKNOWN_TIME_ZONE.</summary>
    UnknownTimeZone = 1298,

    /// <summary>ER_INVALID_CHARACTER_STRING.</summary>
    InvalidCharacterString = 1300,

    /// <summary>ER_SP_DOES_NOT_EXIST.</summary>
    StoredProcedureDoesNotExist = 1305,

    /// <summary>ER_QUERY_INTERRUPTED: the query was killed.</summary>
    QueryInterrupted = 1317,

    /// <summary>ER_NO_DEFAULT_FOR_FIELD.</summary>
    NoDefaultForField = 1364,

    /// <summary>ER_DIVISION_BY_ZERO.</summary>
    DivisionByZero = 1365,

    /// <summary>ER_TRUNCATED_WRONG_VALUE_FOR_FIELD.</summary>
    TruncatedWrongValueForField = 1366,

    /// <summary>ER_ILLEGAL_VALUE_FOR_TYPE.</summary>
    IllegalValueForType = 1367,

    /// <summary>ER_CANNOT_USER.</summary>
    CannotUser = 1396,

    /// <summary>ER_DATA_TOO_LONG.</summary>
    DataTooLong = 1406,

    /// <summary>ER_WRONG_VALUE_FOR_TYPE.</summary>
    WrongValueForType = 1411,

    /// <summary>ER_TABLE_DEF_CHANGED.</summary>
    TableDefinitionChanged = 1412,

    /// <summary>ER_ROW_IS_REFERENCED_2.</summary>
    RowIsReferenced2 = 1451,

    /// <summary>ER_NO_REFERENCED_ROW_2.</summary>
    NoReferencedRow2 = 1452,

    /// <summary>ER_MAX_PREPARED_STMT_COUNT_REACHED.</summary>
    MaxPreparedStatementCountReached = 1461,

    /// <summary>ER_PLUGIN_IS_NOT_LOADED.</summary>
    PluginIsNotLoaded = 1524,

    /// <summary>ER_XA_RBDEADLOCK.</summary>
    XARBDeadlock = 1614,
}
