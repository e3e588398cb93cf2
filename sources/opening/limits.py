"""How much of a file is read at most; what goes beyond is answered with one sentence and never loaded."""

MIB = 1 << 20
MOST_UNPACKED = 1024 * MIB  # bytes all members of a zip or office file may come to
MOST_FILE = 512 * MIB  # bytes of a file that is read whole: text, .xls
MOST_PAGE = 64 * MIB  # bytes of a web page, or of the text of a document
MOST_MEMBERS = 20_000  # members of one zip
SUSPECT_SIZE, SUSPECT_RATIO = 32 * MIB, 200  # a member this large, packed this tightly, is no table
DEEPEST = 3  # zips inside zips
MOST_XML = 64 * MIB  # one small part of an office file (styles, relations), or what may stand between two rows
LONGEST_CELL = 32_767  # characters a spreadsheet cell can hold
MOST_CELLS = 100_000_000  # cells of one sheet, empty ones inside its outline included
MOST_TABLE = MOST_CELLS // 100  # cells of a table in a web page or document
MOST_SPAN = 16_384  # rows or columns one cell of a web page or document may be spread over
MEMORY = 3 * 1024 * MIB  # address space of the process that opens workbooks
SECONDS = 120  # time one workbook may take
