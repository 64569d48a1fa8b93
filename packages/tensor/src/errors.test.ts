import { describe, expect, test } from 'vitest';
import { ArgumentError, choiceError, MarianaError, ShapeError } from './errors.ts';

describe('the form of a message', () => {
  test('is op, what is wrong, got, expected, fix', () => {
    const error = new ShapeError('matmul', 'inner sizes differ', {
      got: 'a [2, 3] and b [4, 3]',
      expected: 'a.shape[1] = b.shape[0]',
      fix: 'Pass { transposeB: true }',
    });
    expect(error.message).toBe(
      'matmul: inner sizes differ. Got a [2, 3] and b [4, 3]. Expected a.shape[1] = b.shape[0]. Pass { transposeB: true }.',
    );
    expect(error.op).toBe('matmul');
    expect(error.details.got).toBe('a [2, 3] and b [4, 3]');
  });

  test('of a choice lists the choices', () => {
    expect(choiceError('dense', 'activation', 'rleu', ['relu', 'tanh']).message).toBe(
      `dense: activation is not one of the choices. Got "rleu". Expected one of 'relu', 'tanh'. Did you mean 'relu'?`,
    );
  });
});

describe('isInstance', () => {
  const shape = new ShapeError('op', 'wrong');

  test('knows its class and the ones above', () => {
    expect(ShapeError.isInstance(shape)).toBe(true);
    expect(MarianaError.isInstance(shape)).toBe(true);
    expect(ArgumentError.isInstance(shape)).toBe(false);
  });

  test('knows an error of another copy of the package', () => {
    const copy = Object.assign(new Error('x'), { name: 'ShapeError', [Symbol.for('mariana.error')]: true });
    expect(ShapeError.isInstance(copy)).toBe(true);
    expect(copy).not.toBeInstanceOf(ShapeError);
  });

  test('does not know other errors', () => {
    expect(MarianaError.isInstance(new TypeError('x'))).toBe(false);
    expect(MarianaError.isInstance('x')).toBe(false);
  });
});
