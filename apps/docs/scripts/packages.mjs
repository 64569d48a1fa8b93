/** The packages that the reference documents, in the order of the sidebar. */
export const packages = ['tensor', 'layers', 'attention', 'datasets', 'trainer', 'tfjs'];
