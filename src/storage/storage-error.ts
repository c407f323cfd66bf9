/** What is wrong with a folder or a file in it, in words for the user. */
export class StorageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'StorageError';
  }
}
