export { environment } from './environment.ts';
export { type LoadedNative, loadNative } from './load-native.ts';
export { type NativeHandle, type NativeKernels, nativeAbi } from './native.ts';
export { SettingError } from './setting-error.ts';
