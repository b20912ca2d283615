/** It stands in other sites, where nothing of ours needs to run. */
export const csr = false;
