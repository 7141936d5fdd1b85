#include <libxml/xmlversion.h>
// Debian's libxml2 is built with ICU and its headers include ICU's, of which
// Foundation brings in its own version. Nothing that is used here has
// ICU's types in it but one structure, and that only behind a pointer.
#undef LIBXML_ICU_ENABLED
#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/parserInternals.h>
#include <libxml/uri.h>
#include <libxml/xmlerror.h>
