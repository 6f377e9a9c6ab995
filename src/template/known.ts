/** What minijinja itself has; a test compares these with what it says of itself. */

const words = (text: string): readonly string[] => text.split(/\s+/)

export const builtinFilters = words(
  'abs attr batch bool capitalize chain count d default dictsort e escape filesizeformat first float groupby indent int items join last length lines list lower map max min pluralize pprint reject rejectattr replace reverse round safe select selectattr slice sort split string striptags sum title tojson trim truncate unique upper',
)

export const builtinTests = words(
  'boolean defined divisibleby endingwith eq equalto escaped even false filter float ge greaterthan gt in int integer iterable le lessthan lower lt mapping ne none number odd safe sameas sequence startingwith string test true undefined upper',
)

export const functions: ReadonlySet<string> = new Set(words('range dict namespace cycler joiner caller super'))
